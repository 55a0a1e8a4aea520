"""Several segments made one, without the passages that no longer live: arrays are put together and
nothing is read from the database or analysed again.

What is as long as all the postings, tokens or vectors is made block by block, as it is written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Column
from index.postings import Integers, Leg, Postings
from index.segment import Segment, spread
from index.term_keys import Keys
from index.vectors import Alive

# Elements in memory at once of what is made block by block.
_AT_ONCE = 1 << 20

Parts = Sequence[tuple[Segment, Alive]]


def merged(parts: Parts) -> dict[str, Column]:
    """The arrays of one segment with all living passages of several, which follow each other by
    their rows."""
    kept = [np.flatnonzero(alive) for _, alive in parts]
    own = list(zip((segment for segment, _ in parts), kept, strict=True))
    lines = [spread(s.lines[k], s.lines[k + 1]) for s, k in own]
    of_lines = list(zip((segment for segment, _ in parts), lines, strict=True))
    columns = {
        "rows": _column([s.rows[k] for s, k in own]),
        "languages": _column([s.languages[k] for s, k in own]),
        "contents": _column([s.contents[k] for s, k in own]),
        "lines": _starts([s.lines[k + 1] - s.lines[k] for s, k in own]),
        "begins": _column([s.begins[of] for s, of in of_lines]),
        "ends": _column([s.ends[of] for s, of in of_lines]),
        "token_starts": _starts(
            [s.token_starts[of + 1] - s.token_starts[of] for s, of in of_lines]
        ),
        "vectors": _vectors(of_lines),
    }
    for leg in Leg:
        merging = _Merging(leg, parts, kept)
        columns |= {f"{leg}.{name}": column for name, column in merging.columns().items()}
        if leg is Leg.TERMS:
            columns["tokens"] = _tokens(of_lines, merging.numbers)
    return columns


def in_memory(columns: Mapping[str, Column]) -> Segment:
    """A segment out of its columns."""
    return Segment.from_arrays({n: np.concatenate(list(c.blocks)) for n, c in columns.items()})


class _Merging:
    """The postings of one leg. Of each part, `numbers` are the places of its terms among all."""

    def __init__(self, leg: Leg, parts: Parts, kept: Sequence[Integers]) -> None:
        self._parts = [(segment.words[leg], alive) for segment, alive in parts]
        self._lengths = [
            postings.lengths[k] for (postings, _), k in zip(self._parts, kept, strict=True)
        ]
        held = [_kept_of_terms(*part) for part in self._parts]
        some = [p.terms[count > 0] for (p, _), count in zip(self._parts, held, strict=True)]
        self._terms: Keys = np.unique(np.concatenate(some))
        self.numbers = [np.searchsorted(self._terms, p.terms) for p, _ in self._parts]
        self._starts = np.zeros(len(self._terms) + 1, np.int64)
        for number, count in zip(self.numbers, held, strict=True):
            self._starts[number[count > 0] + 1] += count[count > 0]
        np.cumsum(self._starts, out=self._starts)

    def columns(self) -> dict[str, Column]:
        """By the names of Postings' fields."""
        total = int(self._starts[-1])
        return {
            "terms": Column.of(self._terms),
            "starts": Column.of(self._starts),
            "passages": Column(np.dtype(np.int32), (total,), _Again(lambda: self._blocks(0))),
            "counts": Column(np.dtype(np.uint8), (total,), _Again(lambda: self._blocks(1))),
            "lengths": _column(self._lengths),
        }

    def _blocks(self, wanted: int) -> Iterator[NDArray[Any]]:
        """The passages (0) or counts (1), so many terms at a time that a block stays small."""
        first = 0
        while first < len(self._terms):
            end = self._starts[first] + _AT_ONCE
            last = max(int(np.searchsorted(self._starts, end, "right")) - 1, first + 1)
            of_terms, values = [], []
            base = 0
            for (postings, alive), lengths in zip(self._parts, self._lengths, strict=True):
                terms, passages, counts = _slice(
                    postings, alive, self._terms[first], self._terms[last - 1]
                )
                of_terms.append(terms)
                values.append(counts if wanted else _renumbered(alive, passages) + base)
                base += len(lengths)
            order = np.argsort(np.concatenate(of_terms), kind="stable")
            yield np.concatenate(values)[order]
            first = last


def _slice(
    postings: Postings, alive: Alive, first: np.uint64, last: np.uint64
) -> tuple[Keys, NDArray[np.int32], NDArray[np.uint8]]:
    """The living postings of the terms from `first` to `last`: terms, passages, counts."""
    begin = int(np.searchsorted(postings.terms, first))
    end = int(np.searchsorted(postings.terms, last, "right"))
    bounds = postings.starts[begin : end + 1]
    some = slice(int(bounds[0]), int(bounds[-1]))
    terms = np.repeat(postings.terms[begin:end], np.diff(bounds))
    lives = alive[postings.passages[some]]
    return terms[lives], postings.passages[some][lives], postings.counts[some][lives]


def _renumbered(alive: Alive, passages: NDArray[np.int32]) -> NDArray[np.int32]:
    if alive.all():
        return passages
    numbers: NDArray[np.int32] = (np.cumsum(alive) - 1).astype(np.int32)[passages]
    return numbers


def _kept_of_terms(postings: Postings, alive: Alive) -> Integers:
    """How many living passages hold each term."""
    counts = np.diff(postings.starts)
    if alive.all() or not len(counts):
        return counts
    gone = np.flatnonzero(~alive[postings.passages])
    terms = np.searchsorted(postings.starts, gone, "right") - 1
    left: Integers = counts - np.bincount(terms, minlength=len(counts))
    return left


def _vectors(of_lines: Sequence[tuple[Segment, Integers]]) -> Column:
    count, width = sum(len(lines) for _, lines in of_lines), of_lines[0][0].vectors.shape[1]
    step = max(_AT_ONCE // max(width, 1), 1)

    def blocks() -> Iterator[NDArray[Any]]:
        for segment, lines in of_lines:
            for start in range(0, len(lines), step):
                yield segment.vectors[lines[start : start + step]]

    return Column(np.dtype(np.float16), (count, width), _Again(blocks))


def _tokens(of_lines: Sequence[tuple[Segment, Integers]], numbers: Sequence[Integers]) -> Column:
    bounds = [(s.token_starts[of], s.token_starts[of + 1]) for s, of in of_lines]
    count = sum(int((ends - starts).sum()) for starts, ends in bounds)
    step = _AT_ONCE // 16  # lines, of some sixteen terms each

    def blocks() -> Iterator[NDArray[Any]]:
        for (segment, _), (starts, ends), number in zip(of_lines, bounds, numbers, strict=True):
            for at in range(0, len(starts), step):
                tokens = segment.tokens[spread(starts[at : at + step], ends[at : at + step])]
                yield number[tokens].astype(np.int32)

    return Column(np.dtype(np.int32), (count,), _Again(blocks))


class _Again:
    """Blocks that are made anew each time they are gone through."""

    def __init__(self, blocks: Callable[[], Iterator[NDArray[Any]]]) -> None:
        self._blocks = blocks

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return self._blocks()


def _column(parts: Sequence[NDArray[Any]]) -> Column:
    return Column.of(np.concatenate(parts))


def _starts(lengths: Sequence[NDArray[Any]]) -> Column:
    """Where each of some ranges starts, and the last one ends, by their lengths."""
    return Column.of(np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths])))
