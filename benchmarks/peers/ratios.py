"""Figures of several rounds beside those of the bare parts in the same rounds."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and most over the rounds."""

    median: float
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """Of at least one value.

    >>> spread([3.0, 1.0, 2.0])
    Spread(median=2.0, least=1.0, most=3.0)
    """
    return Spread(statistics.median(values), min(values), max(values))


def ratios(values: Sequence[float], base: Sequence[float]) -> Spread:
    """How many times the base, round by round: what slows one round slows both, and falls out.

    Raises ValueError where the numbers of rounds differ.

    >>> ratios([2.0, 9.0, 4.0], [1.0, 3.0, 4.0])
    Spread(median=2.0, least=1.0, most=3.0)
    """
    return spread([one / other for one, other in zip(values, base, strict=True)])
