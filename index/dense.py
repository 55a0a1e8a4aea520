"""Nearest passages by inner product: the vectors of a snapshot's lines, compared with a question.

Vectors are unit length, so the inner product is the cosine. What compares is never changed. The
lines of a snapshot are compared piece by piece, a piece being a segment's: here exactly, one by
one; see index.coded for pieces that are too large for that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.highest import highest
from index.postings import Integers

Matrix = NDArray[np.float32]
Extras = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """Vectors (m, d) as the model gave them, whether each is a passage's own (and not a
    sentence's), and its language, as in index.segment."""

    matrix: Matrix
    own: NDArray[np.bool_]
    languages: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Transform:
    """What is done to the stored vectors before they are compared.

    `fit` takes all of them, block by block and as often as it asks, and gives named arrays (means,
    say). `apply` takes those and a block, and gives vectors of the same shape in the same order.
    Neither is called without vectors. `name` changes whenever either does. `shortcut`, where there
    is one, gives the moved vectors' inner products with a question without making the vectors.
    """

    name: str
    fit: Callable[[Callable[[], Iterable[Block]]], dict[str, NDArray[Any]]]
    apply: Callable[[Extras, Block], Matrix]
    shortcut: Callable[[Extras, Block, Matrix], Matrix] | None = None

    def products(self, extras: Extras, block: Block, question: Matrix) -> Matrix:
        """The inner products of a block's moved vectors with a question, float32 (d,)."""
        if self.shortcut is not None:
            return self.shortcut(extras, block, question)
        products: Matrix = self.apply(extras, block) @ question
        return products


IDENTITY = Transform("identity", lambda _blocks: {}, lambda _extras, block: block.matrix)


class Compared(Protocol):
    """One question beside the lines of one piece."""

    def nearest(self, limit: int, visible: NDArray[np.bool_] | None) -> tuple[Integers, Matrix]:
        """Passages of the piece, among them the `limit` whose best line is nearest, and the inner
        products with these lines; `visible`: those to choose from (None: all)."""

    def of(self, lines: Integers) -> Matrix:
        """The inner products with lines of the piece."""


class Piece(Protocol):
    """The vectors of one segment's lines, moved; `lines` are its passages' first lines and the
    number of all (n + 1,)."""

    @property
    def lines(self) -> Integers:
        """See above."""

    def compare(self, question: Matrix) -> Compared:
        """A question, float32 (d,), beside all lines."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A piece in memory, float32 (lines, d). Every question is compared with every line."""

    matrix: Matrix
    lines: Integers

    def compare(self, question: Matrix) -> Compared:
        """See Piece."""
        return AllCompared(self.matrix @ question, self.lines)


@dataclass(frozen=True, slots=True)
class AllCompared:
    """A question whose inner products with all lines of a piece are known."""

    products: Matrix
    lines: Integers

    def nearest(self, limit: int, visible: NDArray[np.bool_] | None) -> tuple[Integers, Matrix]:
        """See Compared."""
        best = np.maximum.reduceat(self.products, self.lines[:-1])
        passages = np.arange(len(best)) if visible is None else np.flatnonzero(visible)
        passages = passages[highest(best[passages], limit)]
        return passages, best[passages]

    def of(self, lines: Integers) -> Matrix:
        """See Compared."""
        products: Matrix = self.products[lines]
        return products


class Vectors:
    """The vectors of all lines of a snapshot, in pieces that follow each other."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        # The place of each piece's first passage, and the number of its first line.
        self.bases = list(accumulate((len(one.lines) - 1 for one in pieces), initial=0))
        self.line_bases = list(accumulate((int(one.lines[-1]) for one in pieces), initial=0))

    def compare(self, question: Matrix) -> "Comparison":
        """A question, float32 (d,), beside all lines."""
        return Comparison(self, [piece.compare(question) for piece in self.pieces])


class Comparison:
    """One question beside all lines of a snapshot."""

    def __init__(self, vectors: Vectors, pieces: Sequence[Compared]) -> None:
        self._vectors = vectors
        self._pieces = pieces

    def nearest(self, limit: int, visible: NDArray[np.bool_] | None = None) -> Integers:
        """The places of the `limit` passages whose best line is nearest, best first, ties by
        place; `visible`: those to choose from (None: all)."""
        places, products = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        bases = self._vectors.bases
        for base, end, piece in zip(bases[:-1], bases[1:], self._pieces, strict=True):
            found, nearness = piece.nearest(limit, None if visible is None else visible[base:end])
            order = np.argsort(found)
            places.append(base + found[order])
            products.append(nearness[order])
        best: Integers = np.concatenate(places)[highest(np.concatenate(products), limit)]
        return best

    def of(self, lines: Integers) -> Matrix:
        """The inner products with lines by their numbers, ascending."""
        bases = self._vectors.line_bases
        cuts = np.searchsorted(lines, bases)
        parts = [np.empty(0, np.float32)]
        for number, piece in enumerate(self._pieces):
            some = lines[cuts[number] : cuts[number + 1]]
            if len(some):
                parts.append(piece.of(some - bases[number]))
        return np.concatenate(parts)
