"""Chosen sentences that follow one another in one voice are one quotation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Copy
from service.answering.select import Candidate

# More would no longer be read as a quotation but as the article.
MAX_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Sentences of one passage without a gap, in reading order; `best` is the one that was chosen
    first. `copies` are the other documents with its words."""

    sentences: tuple[Candidate, ...]
    best: Candidate
    copies: tuple[Copy, ...] = ()

    @property
    def start(self) -> int:
        """Where the first sentence begins, in code points of the document."""
        return self.sentences[0].sentence.start

    @property
    def end(self) -> int:
        """Where the last sentence ends."""
        return self.sentences[-1].sentence.end


def excerpts(chosen: Sequence[tuple[Candidate, tuple[Copy, ...]]]) -> list[Excerpt]:
    """The chosen sentences, each with the others that carry it, best first, neighbours together.

    Neighbours stand in one paragraph. An excerpt stands where its best sentence stood. A citation
    names one speaker and one addressee, and names them for all its words: what is said by others,
    to others or by the article itself stays apart. So do sentences that other documents carry and
    those that they do not.
    """
    found: list[Excerpt] = []
    for candidate, copies in chosen:
        single = Excerpt((candidate,), candidate, copies)
        for place, excerpt in enumerate(found):
            if longer := _joined(excerpt, single) or _joined(single, excerpt):
                found[place] = replace(longer, best=excerpt.best, copies=excerpt.copies)
                break
        else:
            found.append(single)
    return found


def of_places(found: Sequence[Excerpt], most: int) -> list[Excerpt]:
    """The excerpts of the first places, `most` of them; where sentences stand together in several
    voices, their excerpts have one place."""
    kept: list[Excerpt] = []
    for excerpt in found:
        beside = any(_goes_on(excerpt, one) or _goes_on(one, excerpt) for one in kept)
        if beside or most > 0:
            kept.append(excerpt)
            most -= not beside
    return kept


def _joined(first: Excerpt, second: Excerpt) -> Excerpt | None:
    """Both as one, if the second goes on where the first ends."""
    together = (*first.sentences, *second.sentences)
    if len(together) > MAX_SENTENCES or _carriers(first) != _carriers(second):
        return None
    one_voice = len({_voice(candidate) for candidate in together}) == 1
    return replace(first, sentences=together) if one_voice and _goes_on(first, second) else None


def _goes_on(first: Excerpt, second: Excerpt) -> bool:
    """Whether the second begins where the first ends, in one paragraph."""
    if first.best.hit.passage != second.best.hit.passage or first.end > second.start:
        return False
    between = first.best.hit.document.text[first.end : second.start]
    return not between.strip() and "\n" not in between


def _voice(candidate: Candidate) -> tuple[str | None, str | None]:
    """Who speaks to whom; nobody in the article's own words and where it does not say who does."""
    quote = candidate.quote
    return (quote.speaker, quote.addressee) if quote else (None, None)


def _carriers(excerpt: Excerpt) -> set[str]:
    return {copy.doc_id for copy in excerpt.copies}
