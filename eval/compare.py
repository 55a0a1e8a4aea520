"""Two results of the same questions, measure by measure and question by question.

Whether a difference is more than chance is asked by a paired randomisation test (Smucker, Allan &
Carterette 2007): if the two runs were interchangeable, each question's difference could as well
have the other sign. p is the share of random sign changes whose mean difference is at least as far
from zero as the one found, the found one counted in. A run is called worse only where that holds
after Holm's correction for the number of measures (Holm 1979).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.answer_scores import LOWER_IS_BETTER
from eval.errors import ResultError
from eval.result import DIGESTS, PER_QUESTION, Result

ROUNDS, SEED, LEVEL = 10_000, 20_260_310, 0.05

_NO_MEASURE = ("id", "confidence")

# So many sign changes are drawn at a time: thousands of questions times thousands of rounds would
# not fit.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure: its mean in both runs over the n questions that have it in both, p, and the
    questions that became better and worse."""

    measure: str
    n: int
    before: float
    after: float
    p: float
    better: tuple[str, ...]
    worse: tuple[str, ...]

    @property
    def is_loss(self) -> bool:
        """Whether the second run's mean is worse, by chance or not."""
        change = self.after - self.before
        return change > 0 if self.measure in LOWER_IS_BETTER else change < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """All measures that both runs have, and those of them that are worse by more than chance."""

    differences: tuple[Difference, ...]
    losses: tuple[str, ...]


def compare(before: Result, after: Result) -> Comparison:
    """Compare two results; raises ResultError when they are not about the same questions."""
    for field, what in DIGESTS.items():
        if before[field] != after[field]:
            raise ResultError(
                f"the results are about different {what} "
                f"({before['set']}: {before[field][:12]}, {after['set']}: {after[field][:12]})"
            )
    rows = _paired(before[PER_QUESTION], after[PER_QUESTION])
    found = tuple(_difference(measure, *columns) for measure, columns in rows.items())
    return Comparison(found, _losses(found))


def p_value(differences: NDArray[np.float64]) -> float:
    """The paired randomisation test's p for differences (n,); 1 when there is none.

    >>> p_value(np.zeros(5))
    1.0
    """
    changed = differences[differences != 0]
    if not len(changed):
        return 1.0
    chance = np.random.default_rng(SEED)
    found, as_far = abs(changed.sum()), 0
    for start in range(0, ROUNDS, _AT_ONCE):
        rounds = min(_AT_ONCE, ROUNDS - start)
        signs = chance.integers(0, 2, (rounds, len(changed)), np.int8) * 2 - 1
        as_far += int((abs(signs @ changed) >= found - 1e-9).sum())
    return (as_far + 1) / (ROUNDS + 1)


Column = Mapping[str, float]


def _paired(
    before: Mapping[str, Sequence[float | None]], after: Mapping[str, Sequence[float | None]]
) -> Mapping[str, tuple[Column, Column]]:
    """Both runs' columns of each measure, by question id, over the questions both have it for."""
    found: dict[str, tuple[Column, Column]] = {}
    for measure in before:
        if measure in _NO_MEASURE or measure not in after:
            continue
        one, other = _column(before, measure), _column(after, measure)
        both = [name for name in one if name in other]
        if both:
            found[measure] = ({n: one[n] for n in both}, {n: other[n] for n in both})
    if not found:
        raise ResultError("the results have no measure of the same question in common")
    return found


def _column(columns: Mapping[str, Sequence[float | None]], measure: str) -> dict[str, float]:
    pairs = zip(columns["id"], columns[measure], strict=True)
    return {str(name): float(value) for name, value in pairs if value is not None}


def _difference(measure: str, before: Column, after: Column) -> Difference:
    changes = np.array([after[name] - before[name] for name in before], np.float64)
    sign = -1 if measure in LOWER_IS_BETTER else 1
    return Difference(
        measure,
        len(before),
        float(np.mean(list(before.values()))),
        float(np.mean(list(after.values()))),
        p_value(changes),
        tuple(name for name, change in zip(before, changes, strict=True) if sign * change > 0),
        tuple(name for name, change in zip(before, changes, strict=True) if sign * change < 0),
    )


def _losses(differences: Sequence[Difference]) -> tuple[str, ...]:
    """Holm: the smallest p against LEVEL / m, the next against LEVEL / (m - 1), up to the first
    that fails."""
    lost = []
    for place, one in enumerate(sorted(differences, key=lambda d: d.p)):
        if one.p > LEVEL / (len(differences) - place):
            break
        if one.is_loss:
            lost.append(one.measure)
    return tuple(lost)
