"""The words and sentences of a snapshot against those of the passages that it makes findable."""

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.findings import Fault, Finding
from index.postings import Integers, Leg
from index.segment import Segment
from index.segmenting import words_after


def check(connection: sqlite3.Connection, segments: Sequence[Segment]) -> Iterator[Finding]:
    """What is wrong with the segments of a snapshot. The words of all active passages are found
    again and compared; passages that a snapshot does not have yet, or that have left since, are no
    fault of it."""
    wrong = 0
    for segment in segments:
        digests = [segment.words[leg].digests() for leg in Leg]
        after, last = int(segment.rows[0]) - 1, int(segment.rows[-1])
        while len(again := words_after(connection, after)):
            places = np.flatnonzero(np.isin(segment.rows, again.rows))
            same = np.flatnonzero(np.isin(again.rows, segment.rows[places]))
            wrong += int(_differ(segment, digests, places, again, same).sum())
            after = int(again.rows[-1])
            if after >= last:
                break
    if wrong:
        detail = f"words or sentences of {wrong} passages in the snapshot are not theirs"
        yield Finding(Fault.WORDS_DIFFER, detail)


def _differ(
    segment: Segment,
    digests: Sequence[NDArray[np.uint64]],
    places: Integers,
    again: Segment,
    same: Integers,
) -> NDArray[np.bool_]:
    """Which of some passages differ between a segment and what was made again."""
    differ = np.zeros(len(places), np.bool_)
    for leg, digest in zip(Leg, digests, strict=True):
        words, anew = segment.words[leg], again.words[leg]
        differ |= digest[places] != anew.digests()[same]
        differ |= words.lengths[places] != anew.lengths[same]
    for place, other in zip(np.flatnonzero(~differ), same[~differ], strict=True):
        differ[place] = not all(
            np.array_equal(*both)
            for both in zip(_lines(segment, places[place]), _lines(again, other), strict=True)
        )
    return differ


def _lines(segment: Segment, passage: int) -> tuple[NDArray[np.generic], ...]:
    """Where a passage's lines are, and the terms of each."""
    first, after = segment.lines[passage : passage + 2]
    starts = segment.token_starts[first : after + 1]
    tokens = segment.tokens[starts[0] : starts[-1]]
    return (
        segment.begins[first:after],
        segment.ends[first:after],
        np.diff(starts),
        segment.words[Leg.TERMS].terms[tokens],
    )
