"""Take out what all vectors share, so that similarity speaks of the topic.

Passages and questions lose the direction in which the model's languages differ, and the mean of
their language ("All-but-the-Top", Mu & Viswanath 2018, arXiv:1702.01417, removes the mean and the
leading directions; here the leading direction is found on parallel probe texts). What is left is
compared within a language: a passage counts by how far it stands out among those of its own, for a
question is closer to everything in its own language than to the answer in another.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.alignment import Alignment, without
from index.dense import Languages, Matrix, Rows, Transform
from ingest.document import Language

# How much of the mean is taken out of questions, and how much of the probes' question offset is
# believed: measured on KorQuAD and Belebele, flat between 0.5 and 1.
SHARE = 0.75
OFFSET_SHARE = 0.5

# A language's own mean is trusted like this many passages against the probes': a handful of
# documents must not be subtracted from themselves.
PRIOR_WEIGHT = 50.0

# So many standard deviations above its language's mean a passage's similarity may lie at most.
REACH = 8.0

NAME = "centred-2"


def centring(alignment: Callable[[], Alignment]) -> Transform:
    """The transform for `open_index`; `alignment` is asked for when vectors are first indexed."""

    def apply(
        matrix: Matrix, owners: Rows, languages: Languages
    ) -> tuple[Matrix, dict[str, NDArray[Any]]]:
        model = alignment()
        flat = without(model.direction, matrix)
        first = np.concatenate(([True], owners[1:] != owners[:-1]))
        passages = _mean(flat[first], np.mean(list(model.prior.values()), axis=0))
        extras: dict[str, NDArray[Any]] = {"direction": model.direction}
        for language, offset in model.question_offset.items():
            of_language = languages == language.value
            for kind in (first, ~first):
                rows = of_language & kind
                flat[rows] -= _mean(flat[rows], model.prior[language])
            extras[f"question_{language}"] = SHARE * (passages + OFFSET_SHARE * offset)
        flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
        for language, prior in model.spread.items():
            rows = flat[first & (languages == language.value)]
            total = rows.T @ rows + np.float32(PRIOR_WEIGHT) * prior
            extras[f"spread_{language}"] = total / np.float32(len(rows) + PRIOR_WEIGHT)
        return flat, extras

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


def yardsticks(question: Matrix, extras: Mapping[str, NDArray[Any]]) -> dict[Language, float]:
    """By language, REACH standard deviations of the similarities between its passages and a
    question; 1 if the index was not centred. A similarity divided by its language's yardstick says
    how far it stands out.

    The similarities of a language's centred passages P (n, d) to a question q have mean 0 and
    variance q' (P'P / n) q; P'P / n is kept with the index.
    """
    found = dict.fromkeys(Language, 1.0)
    for language in Language:
        spread = extras.get(f"spread_{language}")
        if spread is not None:
            variance = max(float(question @ spread @ question), 1e-12)
            found[language] = REACH * float(np.sqrt(variance))
    return found


def _mean(rows: Matrix, prior: Matrix) -> Matrix:
    mean: Matrix = (rows.sum(axis=0) + PRIOR_WEIGHT * prior) / (len(rows) + PRIOR_WEIGHT)
    return mean
