"""The bare parts' fusion: two rankings' scores, each scaled by its own range, added."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]


def fused(legs: list[tuple[Rows, Scores]], k: int) -> list[int]:
    """The best k rows by the sum of scaled scores; a leg gives 0 to what it did not find.

    >>> words = np.array([4, 7]), np.array([3.0, 1.0])
    >>> vectors = np.array([7, 9]), np.array([9.0, 8.0])
    >>> fused([words, vectors], 2)
    [4, 7]
    """
    rows = np.unique(np.concatenate([found for found, _ in legs]))
    total = np.zeros(len(rows), np.float32)
    for found, scores in legs:
        spread = scores.max() - scores.min()
        scaled = (scores - scores.min()) / spread if spread > 0 else np.ones_like(scores)
        total[np.searchsorted(rows, found)] += scaled
    # lexsort takes its last key first: by score, ties by row.
    order = np.lexsort((rows, -total))[:k]
    return [int(row) for row in rows[order]]
