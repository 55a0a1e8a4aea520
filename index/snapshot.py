"""What is searched: the passages that were active at one generation of the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import lexical
from index.dense import Comparison, Matrix, Vectors
from index.postings import Integers, Leg
from index.segment import Segment, spread
from index.term_keys import Keys


@dataclass(frozen=True)
class Snapshot:
    """Segments, which of their passages live, and their vectors moved as questions have to be.

    The passages of all segments are numbered through from 0, in the order of their rows: a
    passage's number is its place. So are their lines: see index.segment. `alive` bool (n,).
    `extras` are what the transform left for questions. Nothing in it ever changes.
    """

    generation: int
    segments: Sequence[Segment]
    alive: NDArray[np.bool_]
    vectors: Vectors
    extras: Mapping[str, NDArray[Any]]

    @cached_property
    def count(self) -> int:
        """How many passages live: BM25's N."""
        return int(self.alive.sum())

    @cached_property
    def gone(self) -> Integers | None:
        """The places of passages that do not live, ascending; None when all do."""
        return None if self.count == len(self.alive) else np.flatnonzero(~self.alive)

    @cached_property
    def visible(self) -> NDArray[np.bool_] | None:
        """Which passages live; None when all do."""
        return None if self.gone is None else self.alive

    @cached_property
    def based(self) -> Sequence[tuple[int, Segment]]:
        """The segments, each with the place of its first passage."""
        return list(zip(self._bases, self.segments, strict=False))

    @cached_property
    def rows(self) -> Integers:
        """The passages' rows, living or not, ascending."""
        return _joined([segment.rows for segment in self.segments], np.int64)

    @cached_property
    def languages(self) -> NDArray[np.uint8]:
        """Their languages, as in index.segment."""
        return _joined([segment.languages for segment in self.segments], np.uint8)

    @cached_property
    def lines(self) -> Integers:
        """The passages' first lines, and after the last how many lines there are."""
        starts = zip(self._line_bases, (segment.lines for segment in self.segments), strict=False)
        total = self._line_bases[-1]
        return np.append(_joined([base + s[:-1] for base, s in starts], np.int64), total)

    @cached_property
    def norms(self) -> Mapping[Leg, NDArray[np.float64]]:
        """What the passages' lengths do to their terms: see index.lexical."""
        found = {}
        for leg in Leg:
            lengths = _joined([one.words[leg].lengths for one in self.segments], np.int32)
            mean = float(lengths[self.alive].sum()) / max(self.count, 1)
            found[leg] = lexical.norms(lengths, mean)
        return found

    def places(self, rows: Integers) -> Integers:
        """The places of those of the rows (ascending) that are inside."""
        at = np.searchsorted(self.rows, rows)
        inside = at < len(self.rows)
        inside[inside] = self.rows[at[inside]] == rows[inside]
        return at[inside]

    def compare(self, question: Matrix) -> Comparison:
        """A question's vector, moved as the vectors were, with all of them."""
        return self.vectors.compare(question)

    def lines_of(self, places: Integers) -> "Lines":
        """The lines of passages by their places, ascending."""
        runs = list(self._runs(places))
        return Lines(
            first=np.cumsum([0, *(self.lines[places + 1] - self.lines[places])[:-1]]),
            numbers=spread(self.lines[places], self.lines[places + 1]),
            begins=_joined([s.begins[lines] for s, lines in runs], np.int32),
            ends=_joined([s.ends[lines] for s, lines in runs], np.int32),
            lengths=_joined(
                [s.token_starts[lines + 1] - s.token_starts[lines] for s, lines in runs], np.int64
            ),
            runs=runs,
        )

    def _runs(self, places: Integers) -> Iterator[tuple[Segment, Integers]]:
        """The lines of passages, segment by segment and by the segment's own numbers."""
        for base, segment in self.based:
            first, last = np.searchsorted(places, (base, base + len(segment)))
            if first < last:
                own = places[first:last] - base
                yield segment, spread(segment.lines[own], segment.lines[own + 1])

    @cached_property
    def _bases(self) -> list[int]:
        return list(accumulate(map(len, self.segments), initial=0))

    @cached_property
    def _line_bases(self) -> list[int]:
        return list(accumulate((len(s.begins) for s in self.segments), initial=0))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of some passages, one passage after the other.

    `first[i]` is where passage i's begin among them. `numbers` are the snapshot's for them;
    `begins`, `ends` their places in their documents; `lengths` how many terms each has.
    """

    first: Integers
    numbers: Integers
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    lengths: Integers
    runs: Sequence[tuple[Segment, Integers]]

    def __len__(self) -> int:
        return len(self.numbers)

    def count(self, keys: Keys, columns: Integers, width: int) -> NDArray[np.float64]:
        """How often each line has each of some terms (lines, width): `keys`, ascending, are
        counted in `columns`, several in one where they mean the same."""
        counted, at = [], 0
        for segment, lines in self.runs:
            terms = segment.words[Leg.TERMS]
            starts, ends = terms.find(keys)
            known = starts < ends
            ids = np.searchsorted(terms.terms, keys[known])
            begins, stops = segment.token_starts[lines], segment.token_starts[lines + 1]
            tokens = segment.tokens[spread(begins, stops)]
            of_line = np.repeat(np.arange(at, at + len(lines)), stops - begins)
            at += len(lines)
            if len(ids):
                place = np.minimum(np.searchsorted(ids, tokens), len(ids) - 1)
                hit = ids[place] == tokens
                counted.append(of_line[hit] * width + columns[known][place[hit]])
        cells = np.bincount(_joined(counted, np.int64), minlength=len(self) * width)
        return cells.reshape(len(self), width).astype(np.float64)

    def terms(self, passage: int) -> list[Keys]:
        """The terms of each sentence of one of the passages, in order."""
        first, at = int(self.first[passage]), 0
        for segment, lines in self.runs:
            if first < at + len(lines):
                own = int(lines[first - at])
                of = int(np.searchsorted(segment.lines, own))
                return [
                    segment.words[Leg.TERMS].terms[segment.tokens[start:end]]
                    for start, end in _pairs(segment, own + 1, int(segment.lines[of + 1]))
                ]
            at += len(lines)
        raise IndexError(passage)


def _pairs(segment: Segment, line: int, last: int) -> Iterator[tuple[int, int]]:
    starts = segment.token_starts[line : last + 1].tolist()
    return pairwise(starts)


def _joined(parts: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([np.empty(0, dtype), *parts])
