"""The vectors of segments, moved by what those of a collection have in common, for comparing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Column
from index.dense import AllCompared, Block, Compared, Exact, Extras, Matrix, Transform
from index.halves import widened
from index.postings import Integers
from index.segment import Segment, spread

Alive = NDArray[np.bool_]
# Up to so many passages, what they have in common is found anew at every publication: half a second
# at most, and by then the means hardly move.
ALWAYS_FITTED = 10_000
# Above, it is found anew when the collection has grown or shrunk by this factor, from so many of
# its passages at most: the means' own error is then under a hundredth of a vector's length.
GROWN = 1.5
_FITTED_ON = 20_000
# Lines moved at once: 100 MB of float32 with the default model.
_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Frame:
    """What vectors are moved by: the transform's arrays, found when so many passages lived."""

    extras: Extras
    passages: int

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Frame":
        """A frame out of its file. Raises ValueError."""
        if "passages" not in arrays:
            raise ValueError("a frame of no passages")
        extras = {name: array for name, array in arrays.items() if name != "passages"}
        return cls(extras, int(arrays["passages"][0]))

    def to_columns(self) -> dict[str, Column]:
        """The same, for a file."""
        arrays = {**self.extras, "passages": np.array([self.passages], np.int64)}
        return {name: Column.of(array) for name, array in arrays.items()}

    def serves(self, passages: int) -> bool:
        """Whether it is still good for a collection of so many."""
        if passages <= ALWAYS_FITTED:
            return False
        return self.passages / GROWN <= passages <= self.passages * GROWN


def fitted(parts: Sequence[tuple[Segment, Alive]], transform: Transform) -> Frame:
    """What the vectors of living passages have in common; nothing without any."""
    living = sum(int(alive.sum()) for _, alive in parts)
    step = -(-living // _FITTED_ON)
    if not living:
        return Frame({}, 0)
    return Frame(transform.fit(lambda: (b for one in parts for b in _living(*one, step))), living)


def moved(segment: Segment, frame: Frame, transform: Transform) -> Exact:
    """All vectors of a segment in memory."""
    matrix = np.empty(segment.vectors.shape, np.float32)
    at = 0
    for block in _blocks(segment):
        matrix[at : at + len(block.own)] = transform.apply(frame.extras, block)
        at += len(block.own)
    return Exact(matrix, segment.lines)


@dataclass(frozen=True, slots=True)
class Unmoved:
    """A piece whose vectors are moved anew for each question: slow, and without any memory."""

    segment: Segment
    frame: Frame
    transform: Transform

    @property
    def lines(self) -> Integers:
        """See index.dense.Piece."""
        return self.segment.lines

    def compare(self, question: Matrix) -> Compared:
        """See index.dense.Piece."""
        extras, blocks = self.frame.extras, _blocks(self.segment)
        parts = [self.transform.products(extras, block, question) for block in blocks]
        return AllCompared(np.concatenate(parts), self.segment.lines)


def block_of(segment: Segment, lines: Integers) -> Block:
    """Some lines of a segment, by their numbers."""
    passages = np.searchsorted(segment.lines, lines, "right") - 1
    return Block(
        widened(segment.vectors[lines]),
        segment.lines[passages] == lines,
        segment.languages[passages],
    )


def _blocks(segment: Segment) -> Iterator[Block]:
    count = len(segment.begins)
    for start in range(0, count, _AT_ONCE):
        yield block_of(segment, np.arange(start, min(start + _AT_ONCE, count)))


def _living(segment: Segment, alive: Alive, step: int) -> Iterable[Block]:
    """The vectors of every so many-th living passage."""
    passages = np.flatnonzero(alive)[::step]
    lines = spread(segment.lines[passages], segment.lines[passages + 1])
    for start in range(0, len(lines), _AT_ONCE):
        yield block_of(segment, lines[start : start + _AT_ONCE])
