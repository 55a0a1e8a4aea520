"""How well an engine knows what the documents do not say: refusals and the confidence behind them.

A refusal is the positive class: precision is the share of refused questions that have no answer,
recall the share of questions without one that were refused. The confidence in an answer ranks the
questions: AUROC is the chance that a question with an answer is given more confidence than one
without (ties count half; Mann-Whitney's U). Calibration: over ten equal bins of confidence, how
often the documents did hold the answer; ECE is the mean distance of the two, weighted by questions
(Naeini et al. 2015), Brier the mean squared one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10

Curve = list[dict[str, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One answered question: is there an answer, was it refused, with what confidence answered."""

    answerable: bool
    refused: bool
    confidence: float | None


def refusal_figures(judged: Sequence[Judged]) -> dict[str, float | None]:
    """Precision, recall and F1 of refusing; AUROC, ECE and Brier of the confidence. None where
    there is nothing to divide by: no refusal, no question of one kind, no confidence given."""
    refused = [one for one in judged if one.refused]
    unanswerable = [one for one in judged if not one.answerable]
    right = sum(not one.answerable for one in refused)
    answerable, confidence = _arrays(judged)
    return {
        "refusal_precision": right / len(refused) if refused else None,
        "refusal_recall": right / len(unanswerable) if unanswerable else None,
        "refusal_f1": 2 * right / (len(refused) + len(unanswerable))
        if refused or unanswerable
        else None,
        "refusal_auroc": auroc(answerable, confidence),
        "ece": _ece(answerable, confidence),
        "brier": float(np.mean((confidence - answerable) ** 2)) if len(confidence) else None,
    }


def calibration(judged: Sequence[Judged]) -> Curve:
    """For each bin of confidence that has questions: how many, their mean confidence, and the share
    of them that the documents answer."""
    answerable, confidence = _arrays(judged)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        {
            "questions": int(inside.sum()),
            "confidence": round(float(confidence[inside].mean()), 5),
            "answerable": round(float(answerable[inside].mean()), 5),
        }
        for number in range(BINS)
        if (inside := bins == number).any()
    ]


def operating_points(judged: Sequence[Judged]) -> Curve:
    """Precision and recall of refusing at every threshold on the confidence, the lowest first."""
    answerable, confidence = _arrays(judged)
    without = (1 - answerable).sum()
    if not without:
        return []
    points = []
    for threshold in np.unique(confidence):
        refused = confidence <= threshold
        right = (1 - answerable[refused]).sum()
        points.append(
            {
                "threshold": round(float(threshold), 5),
                "precision": round(float(right / refused.sum()), 5),
                "recall": round(float(right / without), 5),
            }
        )
    return points


def auroc(positive: NDArray[np.float64], score: NDArray[np.float64]) -> float | None:
    """The area under the ROC curve; None without both kinds.

    >>> auroc(np.array([0.0, 0.0, 1.0]), np.array([0.1, 0.5, 0.5]))
    0.75
    """
    ones, zeros = score[positive == 1], score[positive == 0]
    if not len(ones) or not len(zeros):
        return None
    ordered = np.sort(zeros)
    below = np.searchsorted(ordered, ones, "left")
    not_above = np.searchsorted(ordered, ones, "right")
    return float((below + not_above).sum() / 2 / len(ones) / len(zeros))


def _ece(answerable: NDArray[np.float64], confidence: NDArray[np.float64]) -> float | None:
    if not len(confidence):
        return None
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    off = np.bincount(bins, weights=answerable - confidence, minlength=BINS)
    return float(np.abs(off).sum() / len(confidence))


def _arrays(judged: Sequence[Judged]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of the questions with a confidence: 1 where there is an answer, and the confidence."""
    known = [(float(j.answerable), j.confidence) for j in judged if j.confidence is not None]
    columns = np.array(known, np.float64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]
