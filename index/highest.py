"""The highest of many scores."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.postings import Integers


def highest(scores: NDArray[np.floating[Any]], limit: int) -> Integers:
    """The places of the `limit` highest scores, best first, ties by place.

    >>> highest(np.array([1.0, 3.0, 2.0, 3.0]), 3).tolist()
    [1, 3, 2]
    """
    if limit <= 0:
        return np.empty(0, np.int64)
    places = np.arange(len(scores))
    if len(scores) > limit:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        places = np.flatnonzero(scores >= least)
    order = np.lexsort((places, -scores[places]))[:limit]
    best: Integers = places[order]
    return best
