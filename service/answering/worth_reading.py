"""Which sentences are read: those that look best by the search's evidence, as many as time allows.

Reading costs by the token, and most of a passage need not be read to see whether its best sentences
answer: a passage that the search likes is read nearly whole, one that it doubts only in part.
"""

from collections.abc import Mapping, Sequence

from ingest.document import Language
from service.answering.select import Candidate
from service.reading.reader import ToRead

# Characters read for one question: some 150 ms of two cores with bfloat16.
ROOM = {Language.KO: 1_000, Language.EN: 2_000}


def worth_reading(found: Sequence[Candidate], room: float = 1.0) -> Mapping[int, ToRead]:
    """Of sentences, best first, those that there is room for (times ROOM): by the rank of their
    hit, the passage with its parts to read. The best is read in any case."""
    left = room
    chosen: dict[int, list[Candidate]] = {}
    for candidate in found:
        sentence = candidate.sentence
        share = (sentence.end - sentence.start) / ROOM[candidate.hit.document.language]
        if share <= left or not chosen:
            left -= share
            chosen.setdefault(sentence.rank, []).append(candidate)
    return {rank: _to_read(some) for rank, some in sorted(chosen.items())}


def _to_read(chosen: Sequence[Candidate]) -> ToRead:
    hit = chosen[0].hit
    start = hit.passage.start
    parts = sorted((one.sentence.start - start, one.sentence.end - start) for one in chosen)
    return ToRead(hit.document.title, hit.passage.text, parts)
