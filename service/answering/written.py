"""An answer in a language model's words: sentences that passed the checks, then what they cite."""

from collections.abc import Generator
from dataclasses import dataclass

from service.answering import compose
from service.answering.answer import EXTRACTION, Citation, ShortAnswer, Status
from service.answering.checks import Check, Reason, Stage
from service.answering.cite import Lookup, carriers, cite
from service.answering.events import Cited, Delta, Step
from service.answering.excerpts import Excerpt
from service.answering.select import Candidate
from service.answering.waiting import Waiting
from service.answering.writer import Assignment, Statement, Writer


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
    writer: Writer, assignment: Assignment, status: Status
) -> Generator[Step, None, tuple[Body | None, list[Check]]]:
    """Gives out each sentence when it has passed, and in the end the quotations they rest on.

    Returns no body where no sentence passed, and then has given out nothing. Raises
    CitationMismatch as a citation does.
    """
    cited, pieces, checks = _Cited(assignment.lookup), list[str](), list[Check]()
    for one in writer.written(assignment):
        if isinstance(one, Waiting):
            yield one
        elif isinstance(one, Check):
            checks.append(one)
        else:
            lead = compose.written_lead(status, assignment.language) + "\n\n" if not pieces else " "
            piece = yield from _given_out(one, lead, cited)
            pieces.append(piece)
    if not pieces:
        if any(check.text for check in checks):
            checks.append(Check(Stage.ANSWER, Reason.NOTHING_VERIFIED))
        return None, checks
    for citation in cited.all:
        pieces.append("\n\n" + compose.paragraph(citation, assignment.language))
        yield Delta(pieces[-1])
    return Body("".join(pieces), cited.all, written_by=writer.name), checks


def _given_out(one: Statement, before: str, cited: _Cited) -> Generator[Step, None, str]:
    """A sentence with its markers, each new citation before it."""
    markers = []
    for source in one.sources:
        citation, new = cited.of(source)
        markers.append(f"[{citation.marker}]")
        if new:
            yield Cited(citation)
    piece = f"{before}{one.text} {''.join(dict.fromkeys(markers))}"
    yield Delta(piece)
    return piece
