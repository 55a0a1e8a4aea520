"""What an answer got right, checked against gold spans and the stored documents, without a judge.

A citation finds a gold span when they share at least half of the shorter one's characters: a short
answer inside a cited sentence counts, a sentence inside a longer gold quotation counts, touching a
neighbouring sentence at its border does not. Long citations would find more this way, so their
mean length is reported beside. All rates are in [0, 1].
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from eval.datasets import GoldSpan, Question
from eval.metrics import mean
from ingest.document import Document
from service.answering.answer import Answer, Citation, Status

Lookup = Callable[[str], Document]
"""The stored document of a doc_id; raises when there is none."""

# Half of the shorter: see the module's first paragraph.
OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """One answer's score. What cannot be asked of the question (no gold, no gold speaker) is None.

    `right_1`, `right_3` and `cited` say that the gold is among the first, the first three, all
    citations; a question that was refused or failed has False there. `error` is the code of what
    kept the question from being answered.
    """

    answerable: bool
    refused: bool
    confidence: float | None = None
    right_1: bool | None = None
    right_3: bool | None = None
    cited: bool | None = None
    speaker: bool | None = None
    addressee: bool | None = None
    citations: int = 0
    verbatim: int = 0
    cited_chars: int = 0
    error: str | None = None


def score_answer(question: Question, answer: Answer, lookup: Lookup) -> AnswerScore:
    """Score an answer; every citation is read again in the document it names."""
    found = [_finds(citation, question.gold_spans, lookup) for citation in answer.citations]
    gold = bool(question.gold_spans)
    right = [c for c, finds in zip(answer.citations, found, strict=True) if finds]
    return AnswerScore(
        answerable=question.answerable,
        refused=answer.status is Status.NOT_IN_DOCUMENTS,
        confidence=answer.confidence,
        right_1=any(found[:1]) if gold else None,
        right_3=any(found[:3]) if gold else None,
        cited=any(found) if gold else None,
        speaker=_named(question.speaker, (c.speaker for c in right)),
        addressee=_named(question.addressee, (c.addressee for c in right)),
        citations=len(answer.citations),
        verbatim=sum(_is_verbatim(citation, lookup) for citation in answer.citations),
        cited_chars=sum(len(citation.quote) for citation in answer.citations),
    )


def failed_answer(question: Question, code: str) -> AnswerScore:
    """Score a question that got an error instead of an answer: nothing right, nothing refused."""
    wrong = False if question.gold_spans else None
    return AnswerScore(
        answerable=question.answerable,
        refused=False,
        right_1=wrong,
        right_3=wrong,
        cited=wrong,
        speaker=False if question.speaker else None,
        addressee=False if question.addressee else None,
        error=code,
    )


def summarise(scores: Sequence[AnswerScore]) -> dict[str, float | None]:
    """Average the scores of many questions; None where no question could be scored."""
    cited = sum(score.citations for score in scores)
    return {
        "right_sentence@1": _rate(score.right_1 for score in scores),
        "right_sentence@3": _rate(score.right_3 for score in scores),
        "gold_cited": _rate(score.cited for score in scores),
        "refused_unanswerable": _rate(s.refused for s in scores if not s.answerable),
        "refused_answerable": _rate(s.refused for s in scores if s.answerable),
        "verbatim_rate": sum(score.verbatim for score in scores) / cited if cited else None,
        "speaker_accuracy": _rate(score.speaker for score in scores),
        "addressee_accuracy": _rate(score.addressee for score in scores),
        "citations_per_answer": mean(float(s.citations) for s in scores if not s.refused),
        "chars_per_citation": sum(s.cited_chars for s in scores) / cited if cited else None,
    }


def overlaps(start: int, end: int, gold: GoldSpan) -> bool:
    """Say whether a span finds a gold span of the same document.

    >>> overlaps(0, 20, GoldSpan("a", 5, 9)), overlaps(0, 6, GoldSpan("a", 5, 9))
    (True, False)
    """
    shared = min(end, gold.end) - max(start, gold.start)
    return shared > 0 and shared >= OVERLAP * min(end - start, gold.end - gold.start)


def same_name(gold: str, found: str) -> bool:
    """Say whether two ways to name somebody agree: one contains the other, spaces and case aside.

    >>> same_name("표민서", "표민서 미래과학부 장관"), same_name("표민서", "표 장관")
    (True, False)
    """
    one, other = ("".join(name.casefold().split()) for name in (gold, found))
    return bool(one and other) and (one in other or other in one)


def _finds(citation: Citation, gold_spans: Sequence[GoldSpan], lookup: Lookup) -> bool:
    return any(
        place.document == gold.document and overlaps(place.start, place.end, gold)
        for place in _places(citation, lookup)
        for gold in gold_spans
    )


def _places(citation: Citation, lookup: Lookup) -> Iterator[GoldSpan]:
    """Where the cited words stand: in the cited document, and in the copies it stands for."""
    yield GoldSpan(lookup(citation.doc_id).source, citation.start, citation.end)
    for copy in citation.also_carried_by:
        document = lookup(copy.doc_id)
        start = document.text.find(citation.quote)
        if start >= 0:
            yield GoldSpan(document.source, start, start + len(citation.quote))


def _is_verbatim(citation: Citation, lookup: Lookup) -> bool:
    text = lookup(citation.doc_id).text
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def _named(gold: str | None, found: Iterable[str | None]) -> bool | None:
    if gold is None:
        return None
    return any(name is not None and same_name(gold, name) for name in found)


def _rate(values: Iterable[bool | None]) -> float | None:
    return mean(float(value) for value in values if value is not None)
