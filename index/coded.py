"""The vectors of a large segment in an inverted file of compressed codes, so that a question is
compared with a small part of them. The only module with faiss.

The codes propose lines; their nearness is then computed from the vectors themselves. So what is
found is scored exactly, and only what is not proposed can be missed: see docs/adr/0008. Codes are
made of vectors as the collection's frame moved them at that time; it may be replaced without making
them anew, for it changes little and they only propose.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import Block, Compared, Matrix, Transform
from index.postings import Integers
from index.segment import Segment
from index.vectors import Frame, block_of

# Lists for each square root of the number of lines, and lines for each list to find them from, of
# which FAISS asks for 39 at least.
_LISTS, _SAMPLE = 2, 48
# Lists looked through for each square root of their number, and lines proposed for each wanted
# passage: a passage's own line and its sentences' are often neighbours. Measured on KorQuAD: see
# docs/adr/0008.
_PROBED, _PROPOSED = 4.0, 8
# Visible passages with so few lines together are compared one by one: that is exact, and as fast.
_FEW_LINES = 20_000
_AT_ONCE = 65_536


def encode(segment: Segment, frame: Frame, transform: Transform, path: Path) -> None:
    """Write the codes of a segment's lines: 4 bits for each dimension. Raises OSError when the disk
    refuses."""
    import faiss

    count, dimension = segment.vectors.shape
    lists = max(min(_LISTS * isqrt(count), count // _SAMPLE), 1)
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer,
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_4bit,
        faiss.METRIC_INNER_PRODUCT,
        False,  # codes of the vectors themselves, not of what is left without their list's centre
    )
    chosen = np.random.default_rng(count).permutation(count)[: _SAMPLE * lists]
    index.train(transform.apply(frame.extras, block_of(segment, np.sort(chosen))))
    for start in range(0, count, _AT_ONCE):
        lines = np.arange(start, min(start + _AT_ONCE, count))
        index.add(transform.apply(frame.extras, block_of(segment, lines)))
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # what FAISS raises for anything it cannot write
        raise OSError(f"{path} cannot be written: {error}") from error


def read_codes(path: Path, count: int, dimension: int) -> Any:  # noqa: ANN401 - faiss is untyped
    """The codes in a file, read by memory map. Raises ValueError when they are not of so many lines
    of this width."""
    import faiss

    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
    except RuntimeError as error:  # what FAISS raises for anything it cannot read
        raise ValueError(f"{path} holds no codes: {error}") from error
    if (index.ntotal, index.d) != (count, dimension):
        raise ValueError(f"{path} has codes of {index.ntotal} lines, not of {count}")
    return index


@dataclass(frozen=True, slots=True)
class Coded:
    """A piece that is compared by its codes first."""

    segment: Segment
    codes: Any
    frame: Frame
    transform: Transform

    @property
    def lines(self) -> Integers:
        """See index.dense.Piece."""
        return self.segment.lines

    def compare(self, question: Matrix) -> Compared:
        """See index.dense.Piece."""
        return _ByCodes(self, question)


@dataclass(frozen=True, slots=True)
class _ByCodes:
    piece: Coded
    question: Matrix

    def nearest(self, limit: int, visible: NDArray[np.bool_] | None) -> tuple[Integers, Matrix]:
        """See index.dense.Compared."""
        lines = self._proposed(limit, visible)
        if not len(lines):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        passages, first = np.unique(self._passages(lines), return_index=True)
        return passages, np.maximum.reduceat(self.of(lines), first)

    def of(self, lines: Integers) -> Matrix:
        """See index.dense.Compared."""
        block: Block = block_of(self.piece.segment, lines)
        moved = self.piece.transform.apply(self.piece.frame.extras, block)
        products: Matrix = moved @ self.question
        return products

    def _passages(self, lines: Integers) -> Integers:
        return np.searchsorted(self.piece.segment.lines, lines, "right") - 1

    def _proposed(self, limit: int, visible: NDArray[np.bool_] | None) -> Integers:
        """Lines, ascending, that have those of the nearest passages among them."""
        segment = self.piece.segment
        mask, share = None, 1.0
        if visible is not None:
            mask = np.repeat(visible, np.diff(segment.lines))
            if mask.sum() <= _FEW_LINES:
                return np.flatnonzero(mask)
            share = float(mask.mean())
        wanted = min(limit, len(segment) if visible is None else int(visible.sum()))
        for lines in self._searches(limit * _PROPOSED, share, mask):
            if len(np.unique(self._passages(lines))) >= wanted:
                break
        return lines

    def _searches(
        self, fetch: int, share: float, mask: NDArray[np.bool_] | None
    ) -> Iterator[Integers]:
        """Ever wider searches, until all is looked through."""
        import faiss

        codes = self.piece.codes
        probed = _PROBED / np.sqrt(codes.nlist) / share
        parameters = faiss.SearchParametersIVF()
        if mask is not None:
            bits = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            parameters.sel = selector  # holds neither: both names must live through the search
        query = np.ascontiguousarray(self.question, np.float32).reshape(1, -1)
        while True:
            parameters.nprobe = min(int(np.ceil(probed * codes.nlist)), codes.nlist)
            _, found = codes.search(query, min(fetch, codes.ntotal), params=parameters)
            yield np.sort(found[0][found[0] >= 0])
            if probed >= 1 and fetch >= codes.ntotal:
                return
            fetch, probed = 4 * fetch, 4 * probed
