"""Take out what all vectors share, so that similarity speaks of the topic.

Passages and questions lose the direction in which the model's languages differ, then most of the
corpus's mean ("All-but-the-Top", Mu & Viswanath 2018, arXiv:1702.01417, removes the mean and the
leading directions; here the leading direction is found on parallel probe texts).
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.alignment import Alignment, without
from index.dense import Languages, Matrix, Rows, Transform
from ingest.document import Language

# How much of the mean is taken out, of passages and of questions, and how much of the probes'
# question offset is believed: measured on KorQuAD and Belebele, flat between 0.5 and 1.
SHARE = 0.75
OFFSET_SHARE = 0.5

# The corpus's own mean is trusted like this many passages against the probes' mean: a handful of
# documents must not be subtracted from themselves.
PRIOR_WEIGHT = 50.0

NAME = "centred-1"


def centring(alignment: Callable[[], Alignment]) -> Transform:
    """The transform for `open_index`; `alignment` is asked for when vectors are first indexed."""

    def apply(
        matrix: Matrix, owners: Rows, _languages: Languages
    ) -> tuple[Matrix, dict[str, NDArray[Any]]]:
        model = alignment()
        flat = without(model.direction, matrix)
        first = np.concatenate(([True], owners[1:] != owners[:-1]))
        passage_mean = _mean(flat[first], model.prior)
        sentence_mean = _mean(flat[~first], model.prior)
        flat[first] -= SHARE * passage_mean
        flat[~first] -= SHARE * sentence_mean
        flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
        centres = {
            f"question_{language}": SHARE * (passage_mean + OFFSET_SHARE * offset)
            for language, offset in model.question_offset.items()
        }
        return flat, {"direction": model.direction, **centres}

    return Transform(NAME, apply)


def centred_question(
    vector: Matrix, language: Language, extras: Mapping[str, NDArray[Any]]
) -> Matrix:
    """A question's unit vector (d,) moved as the indexed vectors were; unchanged if they were not.

    `extras` are the arrays the transform left with the index.
    """
    if "direction" not in extras:
        return vector
    moved = without(extras["direction"], vector[None])[0] - extras[f"question_{language}"]
    unit: Matrix = moved / max(float(np.linalg.norm(moved)), 1e-12)
    return unit


def _mean(rows: Matrix, prior: Matrix) -> Matrix:
    mean: Matrix = (rows.sum(axis=0) + PRIOR_WEIGHT * prior) / (len(rows) + PRIOR_WEIGHT)
    return mean
