"""How far a mean over questions may be trusted: the percentile bootstrap.

Questions are drawn again with replacement, as many as there are, 1,000 times; the interval holds
the middle 95% of the means (Efron & Tibshirani 1993, "An Introduction to the Bootstrap", ch. 13).
"""

from collections.abc import Sequence

import numpy as np

SAMPLES, LEVEL, SEED = 1_000, 0.95, 20_260_310

# So many values are drawn at a time at most.
_AT_ONCE = 2_000_000


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The lower and the upper end for the mean of at least one value; the same on every run."""
    numbers = np.asarray(values, np.float64)
    chance = np.random.default_rng(SEED)
    rounds = max(1, _AT_ONCE // len(numbers))
    means: list[float] = []
    while len(means) < SAMPLES:
        drawn = chance.integers(0, len(numbers), (min(rounds, SAMPLES - len(means)), len(numbers)))
        means.extend(numbers[drawn].mean(axis=1))
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
