"""Nearest passages by inner product: immutable, exact FAISS indexes. The only module with faiss.

Vectors are unit length, so the inner product is the cosine. An index is never changed once built:
adding to one that is being searched crashes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Rows = NDArray[np.int64]
Languages = NDArray[np.str_]

# Vectors asked for at first per wanted passage: a passage's own vector and its sentences' are
# often neighbours, and asking again costs a whole second search.
_OVERSAMPLING = 8


@dataclass(frozen=True, slots=True)
class Transform:
    """What is done to the stored vectors before they are indexed.

    `apply` takes the unit vectors (n, d), the passage row that owns each, ascending, and its
    language; it gives vectors of the same shape in the same order, and named arrays to keep with
    them (means, say). It is not called without vectors. `name` changes whenever `apply` does:
    indexes made under another name are rebuilt.
    """

    name: str
    apply: Callable[[Matrix, Rows, Languages], tuple[Matrix, dict[str, NDArray[Any]]]]


IDENTITY = Transform("identity", lambda matrix, _owners, _languages: (matrix, {}))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The vectors of every passage that was active at one generation of the database.

    `owners[i]` is the passage row that vector i belongs to, ascending: first the passage's own
    vector, then its sentences'.
    """

    generation: int
    model_id: str
    transform: str
    owners: Rows
    extras: Mapping[str, NDArray[Any]]
    _index: Any

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def last_row(self) -> int:
        """The highest passage row inside; 0 when empty. Rows are numbered upwards for ever, so
        an active passage up to this row is inside and one above it is not."""
        return int(self.owners[-1]) if len(self.owners) else 0

    @property
    def rows(self) -> Rows:
        """The passage rows inside, ascending, each once."""
        return np.unique(self.owners)

    def search(
        self, vector: Matrix, limit: int, allowed: Rows | None = None
    ) -> list[tuple[int, float]]:
        """The `limit` passages whose best vector has the highest inner product with `vector`.

        `vector`: float32 (d,). `allowed`: passage rows to choose from (None: all). Gives
        (passage row, score), best first, ties by row.
        """
        mask = None if allowed is None else np.isin(self.owners, allowed)
        candidates = len(self.owners) if mask is None else int(mask.sum())
        fetch = limit * _OVERSAMPLING
        while candidates and limit > 0:
            best = self._best_by_passage(vector, min(fetch, candidates), mask)
            if len(best) >= limit or fetch >= candidates:
                return sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]
            fetch *= 4
        return []

    def _best_by_passage(
        self, vector: Matrix, fetch: int, mask: NDArray[np.bool_] | None
    ) -> dict[int, float]:
        import faiss

        parameters = None
        if mask is not None:
            bits = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            parameters = faiss.SearchParameters()
            parameters.sel = selector  # holds neither: both names must live through the search
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        scores, found = self._index.search(query, fetch, params=parameters)
        best: dict[int, float] = {}
        for place, score in zip(found[0], scores[0], strict=True):
            if place >= 0:
                best.setdefault(int(self.owners[place]), float(score))
        return best

    def vectors_of(self, rows: NDArray[np.int64] | list[int]) -> dict[int, Matrix]:
        """The indexed vectors of passages: (1 + sentences, d) each; absent rows are left out."""
        asked = np.asarray(rows, np.int64)
        starts = np.searchsorted(self.owners, asked, "left")
        ends = np.searchsorted(self.owners, asked, "right")
        return {
            int(row): self._index.reconstruct_n(int(start), int(end - start))
            for row, start, end in zip(asked, starts, ends, strict=True)
            if end > start
        }

    def write_vectors(self, path: Path) -> None:
        """Write the index itself in FAISS's own format. Raises OSError when the disk refuses."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # what FAISS raises for anything it cannot write
            raise OSError(f"{path} cannot be written: {error}") from error


def build(
    generation: int,
    model_id: str,
    matrix: Matrix,
    owners: Rows,
    languages: Languages,
    transform: Transform = IDENTITY,
) -> Snapshot:
    """An index over unit vectors (n, d) owned by passage rows (n,), ascending."""
    import faiss

    extras: dict[str, NDArray[Any]] = {}
    if len(matrix):
        matrix, extras = transform.apply(matrix, owners, languages)
    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(np.ascontiguousarray(matrix, np.float32))
    return Snapshot(generation, model_id, transform.name, owners, extras, index)


def read_vectors(path: Path, dimension: int, count: int) -> Any:  # noqa: ANN401 - faiss is untyped
    """The index in a file. Raises ValueError when it is not a flat one of this shape."""
    import faiss

    try:
        index = faiss.read_index(str(path))
    except RuntimeError as error:  # what FAISS raises for anything it cannot read
        raise ValueError(f"{path} is no FAISS index: {error}") from error
    found = (type(index).__name__, index.d, index.ntotal)
    if found != ("IndexFlatIP", dimension, count):
        raise ValueError(f"{path} holds {found}, not {count} vectors of length {dimension}")
    return index
