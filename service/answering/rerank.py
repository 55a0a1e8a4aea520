"""The hits in the order that reading them suggests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.query import Hit
from service.reading.reader import Reading

# What the reader's logit counts beside a passage's score in [0, 1]: for some passages that the
# search cannot tell apart, and for no more than that.
_READ = 0.01
# The logit of what was not read: about that of a passage which does not answer.
_UNREAD = -4.0


def reranked(hits: Sequence[Hit], readings: Mapping[int, Reading]) -> tuple[Hit, ...]:
    """The hits ordered and scored with their readings, which are given by rank; ties keep the
    search's order. Without readings the hits are as they were."""
    if not readings:
        return tuple(hits)
    scored = [
        replace(hit, score=min(max(hit.score + _READ * _logit(readings.get(hit.rank)), 0.0), 1.0))
        for hit in hits
    ]
    ordered = sorted(scored, key=lambda hit: (-hit.score, hit.rank))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, 1))


def _logit(reading: Reading | None) -> float:
    return _UNREAD if reading is None else max(reading.answerable, _UNREAD)
