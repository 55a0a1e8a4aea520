"""The sentences a language model may write from, numbered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from service.answering.select import Candidate

# Characters of the documents that the model is shown: some eight passages of Korean, and no more
# than a small local model reads in seconds.
ROOM = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a document under the number by which the model cites it."""

    number: int
    candidate: Candidate

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.candidate.text


def numbered(found: Sequence[Candidate], room: int = ROOM) -> tuple[Source, ...]:
    """The sentences of the passages whose best sentence is best, passage by passage in reading
    order, as many passages as there is room for; of the first one always its best sentences."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in found:
        passages.setdefault(candidate.sentence.rank, []).append(candidate)
    chosen: list[Candidate] = []
    for passage in passages.values():
        size = sum(len(candidate.text) for candidate in passage)
        if size > room:
            passage = passage[:1] if not chosen else []
        room -= size
        chosen += sorted(passage, key=lambda candidate: candidate.sentence.start)
    return tuple(map(Source, count(1), chosen))
