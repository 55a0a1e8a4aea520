"""Which sentences are read: those that look best by the search's evidence, as many as time allows.

Reading costs by the token, and most of a passage need not be read to see whether its best sentences
answer: a passage that the search likes is read nearly whole, one that it doubts only in part.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.document import Language
from service.answering.select import Candidate
from service.reading.reader import ToRead

# Characters read for one question: some 150 ms of two cores with bfloat16.
ROOM = {Language.KO: 1_000, Language.EN: 2_000}

# So many of the best are read with the sentence before, which tells who "he" is and of what it is
# said. Measured: docs/evaluation.md.
_INTRODUCED = 3


def worth_reading(found: Sequence[Candidate], room: float = 1.0) -> Mapping[int, ToRead]:
    """Of sentences, best first, those that there is room for (times ROOM), and what introduces the
    best: by the rank of their hit, the passage with its parts to read. The best is read in any
    case."""
    left = room
    chosen: dict[int, list[Candidate]] = {}
    for candidate in _introduced(found):
        sentence = candidate.sentence
        share = (sentence.end - sentence.start) / ROOM[candidate.hit.document.language]
        if share <= left or not chosen:
            left -= share
            chosen.setdefault(sentence.rank, []).append(candidate)
    return {rank: _to_read(some) for rank, some in sorted(chosen.items())}


def _introduced(found: Sequence[Candidate]) -> list[Candidate]:
    """Sentences, best first; each of the best followed by the one before it in its passage."""
    before = {
        _place(after): one
        for one, after in pairwise(sorted(found, key=_place))
        if one.sentence.rank == after.sentence.rank
    }
    ordered: dict[tuple[int, int], Candidate] = {}
    for number, one in enumerate(found):
        ordered[_place(one)] = one
        if number < _INTRODUCED and (first := before.get(_place(one))) is not None:
            ordered[_place(first)] = first
    return list(ordered.values())


def _place(one: Candidate) -> tuple[int, int]:
    return one.sentence.rank, one.sentence.start


def _to_read(chosen: Sequence[Candidate]) -> ToRead:
    hit = chosen[0].hit
    start = hit.passage.start
    parts = sorted((one.sentence.start - start, one.sentence.end - start) for one in chosen)
    return ToRead(hit.document.title, hit.passage.text, parts)
