"""An answer in a language model's words: sentences that passed the checks, then what they cite."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from service.answering import compose
from service.answering.answer import EXTRACTION, Citation, ShortAnswer, Status
from service.answering.checks import Check, Reason, Stage
from service.answering.cite import Lookup, carriers, cite
from service.answering.events import Cited, Delta, Step
from service.answering.excerpts import Excerpt
from service.answering.select import Candidate
from service.answering.waiting import Waiting
from service.answering.writer import Assignment, Writer

# The shortest answers of citations, each with the sentence it is of.
Shortened = Callable[[Sequence[tuple[Citation, Candidate]]], tuple[ShortAnswer, ...]]


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an answer, what it cites, and who wrote it."""

    text: str
    citations: tuple[Citation, ...]
    shorts: tuple[ShortAnswer, ...] = ()
    written_by: str = EXTRACTION


class _Cited:
    """The citations of what was written, numbered in the order in which they are first used."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._by_place: dict[tuple[str, int, int], Citation] = {}

    def of(self, source: Candidate) -> tuple[Citation, bool]:
        """A sentence's citation, proved, and whether it is a new one."""
        sentence = source.sentence
        place = source.hit.document.doc_id, sentence.start, sentence.end
        if known := self._by_place.get(place):
            return known, False
        excerpt = Excerpt((source,), source, carriers(source, (), self._lookup))
        made = cite(len(self._by_place) + 1, excerpt, self._lookup)
        self._by_place[place] = made
        return made, True

    @property
    def all(self) -> tuple[Citation, ...]:
        return tuple(self._by_place.values())


def written(
    writer: Writer, assignment: Assignment, status: Status, shortened: Shortened
) -> Generator[Step, None, tuple[Body | None, list[Check]]]:
    """Gives out each sentence when it has passed, and in the end the quotations they rest on. The
    shortest answer, which stands before all of them, is one of the first sentence's quotations.

    Returns no body where no sentence passed, and then has given out nothing. Raises
    CitationMismatch as a citation does.
    """
    cited, pieces, checks = _Cited(assignment.lookup), list[str](), list[Check]()
    shorts: tuple[ShortAnswer, ...] = ()
    for one in writer.written(assignment):
        if isinstance(one, Waiting):
            yield one
        elif isinstance(one, Check):
            checks.append(one)
        else:
            made: dict[int, tuple[Citation, Candidate]] = {}
            for source in one.sources:
                citation, new = cited.of(source)
                made.setdefault(citation.marker, (citation, source))
                if new:
                    yield Cited(citation)
            citations = [citation for citation, _ in made.values()]
            before = " "
            if not pieces:
                shorts = shortened(list(made.values()))
                before = compose.written_opening(status, citations, shorts, assignment.language)
            pieces.append(f"{before}{one.text} {''.join(f'[{one.marker}]' for one in citations)}")
            yield Delta(pieces[-1])
    if not pieces:
        if any(check.text for check in checks):
            checks.append(Check(Stage.ANSWER, Reason.NOTHING_VERIFIED))
        return None, checks
    for citation in cited.all:
        pieces.append("\n\n" + compose.paragraph(citation, assignment.language))
        yield Delta(pieces[-1])
    return Body("".join(pieces), cited.all, shorts, writer.name), checks
