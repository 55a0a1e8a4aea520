"""The vectors of a large segment as compressed codes, with which a question is compared first: with
all of them, or of very many with those of a quarter. The only module with faiss.

The codes propose lines; their nearness is then computed from the vectors themselves. So what is
found is scored exactly, and only what is not proposed can be missed: see docs/adr/0011. Codes are
made of vectors as the collection's frame moved them at that time; it may be replaced without making
them anew, for it changes little and they only propose.

A code has four bits for two dimensions: the nearest of sixteen points that were found for these two
(product quantisation, Jégou et al. 2011, doi:10.1109/TPAMI.2010.57). So few bits fit a processor's
registers, where FAISS adds up their products for 32 lines at a time (André et al. 2017,
"Accelerated Nearest Neighbor Search with Quick ADC", arXiv:1704.07355).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import Compared, Matrix, Transform
from index.postings import Integers
from index.segment import Segment
from index.vectors import Frame, block_of
from ingest.going_on import GivenUp, going_on, never

# Bits for the points of a group of dimensions, the dimensions of a group, and lines at most that
# points are found from: more move them no further.
_BITS, _GROUP, _SAMPLE = 4, 2, 16_384
# More lines than this are kept in lists of near ones, and a share of the lists is looked through:
# all of a million takes 6 ms. Lists for each square root of the number of lines, and lines for each
# list to find them from, of which FAISS asks for 39 at least.
_LISTED, _LOOKED_THROUGH = 1_000_000, 0.25
_LISTS, _FOR_EACH = 2, 48
# Lines proposed for each wanted passage: its own line and its sentences' are often neighbours.
# Measured on KorQuAD and on a million passages: see docs/adr/0011.
_PROPOSED = 16
# Visible passages with so few lines together are compared one by one: that is exact, and as fast.
_FEW_LINES = 20_000
_AT_ONCE = 65_536


def encode(
    segment: Segment, frame: Frame, transform: Transform, path: Path, given_up: GivenUp = never
) -> None:
    """Write the codes of a segment's lines. Raises OSError when the disk refuses, and LeftOff in
    the middle when it has been given up."""
    import faiss

    index = _encoded(segment, frame, transform, given_up)
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # what FAISS raises for anything it cannot write
        raise OSError(f"{path} cannot be written: {error}") from error


@contextmanager
def _one_thread() -> Iterator[None]:
    """Encoding goes on beside searches. On two busy cores its threads waited for each other
    spinning: 6,000 lines took 20 s of the processor's time with two of them, 0.5 s with one.

    Around FAISS alone: torch, when a thread first calls it, sets the same number anew."""
    import faiss

    before = faiss.omp_get_max_threads()  # of whoever calls
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _encoded(segment: Segment, frame: Frame, transform: Transform, given_up: GivenUp) -> Any:  # noqa: ANN401
    import faiss

    count, dimension = segment.vectors.shape
    groups = dimension // _GROUP if dimension % _GROUP == 0 else dimension
    index: Any
    if count <= _LISTED:
        sample = _SAMPLE
        index = faiss.IndexPQFastScan(dimension, groups, _BITS, faiss.METRIC_INNER_PRODUCT)
    else:
        lists = _LISTS * isqrt(count)
        sample = _FOR_EACH * lists
        quantizer = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFPQFastScan(
            quantizer, dimension, lists, groups, _BITS, faiss.METRIC_INNER_PRODUCT
        )
        index.by_residual = False  # codes of the vectors, not of what their list's centre leaves
    index.pq.cp.min_points_per_centroid = 1  # it only warns
    chosen = np.random.default_rng(count).permutation(count)[:sample]
    sampled = transform.apply(frame.extras, block_of(segment, np.sort(chosen)))
    with _one_thread():
        index.train(sampled)
    for start in going_on(range(0, count, _AT_ONCE), given_up, 1):
        lines = np.arange(start, min(start + _AT_ONCE, count))
        rows = transform.apply(frame.extras, block_of(segment, lines))
        with _one_thread():
            index.add(rows)
    return index


def read_codes(path: Path, count: int, dimension: int) -> Any:  # noqa: ANN401 - faiss is untyped
    """The codes in a file; None for those that an earlier release made, which are of another kind.
    Raises ValueError when they are not of so many lines of this width."""
    import faiss

    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_READ_ONLY)
    except RuntimeError as error:  # what FAISS raises for anything it cannot read
        raise ValueError(f"{path} holds no codes: {error}") from error
    if (index.ntotal, index.d) != (count, dimension):
        raise ValueError(f"{path} has codes of {index.ntotal} lines, not of {count}")
    known = (faiss.IndexPQFastScan, faiss.IndexIVFPQFastScan)
    return index if isinstance(index, known) else None


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
        piece = self.piece
        block = block_of(piece.segment, lines)
        return piece.transform.products(piece.frame.extras, block, self.question)

    def _passages(self, lines: Integers) -> Integers:
        return np.searchsorted(self.piece.segment.lines, lines, "right") - 1

    def _proposed(self, limit: int, visible: NDArray[np.bool_] | None) -> Integers:
        """Lines, ascending, that have those of the nearest passages among them."""
        segment, codes = self.piece.segment, self.piece.codes
        allowed, share = None, 1.0
        if visible is not None:
            allowed = np.repeat(visible, np.diff(segment.lines))
            share = float(allowed.mean())
        if share * codes.ntotal > _FEW_LINES:
            wanted = min(limit, len(segment) if visible is None else int(visible.sum()))
            fetch, looked_through = int(limit * _PROPOSED / share), _LOOKED_THROUGH / share
            while fetch < codes.ntotal:
                found = self._found(fetch, looked_through)
                found = found if allowed is None else found[allowed[found]]
                if len(np.unique(self._passages(found))) >= wanted:
                    return found
                fetch, looked_through = 4 * fetch, 4 * looked_through
        return np.arange(codes.ntotal) if allowed is None else np.flatnonzero(allowed)

    def _found(self, count: int, looked_through: float) -> Integers:
        """So many lines, ascending, whose codes are nearest; of lists a share is looked through."""
        import faiss

        codes, parameters = self.piece.codes, None
        if isinstance(codes, faiss.IndexIVFPQFastScan):
            parameters = faiss.SearchParametersIVF()
            parameters.nprobe = min(int(np.ceil(looked_through * codes.nlist)), codes.nlist)
        query = np.ascontiguousarray(self.question, np.float32).reshape(1, -1)
        _, found = codes.search(query, count, params=parameters)
        return np.sort(found[0][found[0] >= 0])
