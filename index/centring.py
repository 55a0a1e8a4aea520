"""Take out what all vectors share, so that similarity speaks of the topic.

Passages and questions lose the direction in which the model's languages differ, and the mean of
their language ("All-but-the-Top", Mu & Viswanath 2018, arXiv:1702.01417, removes the mean and the
leading directions; here the leading direction is found on parallel probe texts). What is left is
compared within a language: a passage counts by how far it stands out among those of its own, for a
question is closer to everything in its own language than to the answer in another.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.alignment import Alignment, without
from index.dense import Block, Extras, Matrix, Transform
from index.segment import LANGUAGES
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
_PASSAGES, _SENTENCES = "passages", "sentences"


def centring(alignment: Callable[[], Alignment]) -> Transform:
    """The transform for `open_index`; `alignment` is asked for when vectors are first indexed."""

    def fit(blocks: Callable[[], Iterable[Block]]) -> dict[str, NDArray[Any]]:
        return _fit(alignment(), blocks)

    return Transform(NAME, fit, apply, products)


def _fit(model: Alignment, blocks: Callable[[], Iterable[Block]]) -> dict[str, NDArray[Any]]:
    """Once over all vectors for the means, and once more over what is left without them for how
    the passages of each language are spread."""
    extras: dict[str, NDArray[Any]] = {"direction": model.direction}
    passages = _Mean(np.mean(list(model.prior.values()), axis=0))
    means = {
        (kind, language): _Mean(model.prior[language])
        for kind in (_PASSAGES, _SENTENCES)
        for language in model.prior
    }
    for block in blocks():
        flat = without(model.direction, block.matrix)
        passages.add(flat[block.own])
        for (kind, language), mean in means.items():
            mean.add(flat[_of(block, language, kind)])
    for (kind, language), mean in means.items():
        extras[f"{kind}_{language}"] = mean.value()
    for language, offset in model.question_offset.items():
        extras[f"question_{language}"] = SHARE * (passages.value() + OFFSET_SHARE * offset)
    totals = {
        language: np.float32(PRIOR_WEIGHT) * prior for language, prior in model.spread.items()
    }
    counts = dict.fromkeys(totals, PRIOR_WEIGHT)
    for block in blocks():
        for language in totals:
            of_language = _of(block, language, _PASSAGES)
            some = Block(
                block.matrix[of_language], block.own[of_language], block.languages[of_language]
            )
            rows = apply(extras, some)
            totals[language] = totals[language] + rows.T @ rows
            counts[language] += len(rows)
    for language, total in totals.items():
        extras[f"spread_{language}"] = total / np.float32(counts[language])
    return extras


def apply(extras: Extras, block: Block) -> Matrix:
    """A block's vectors without what `extras`, the transform's arrays, say they share."""
    flat = without(extras["direction"], block.matrix)
    for language in LANGUAGES:
        for kind in (_PASSAGES, _SENTENCES):
            rows = _of(block, language, kind)
            flat[rows] -= extras[f"{kind}_{language}"]
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
    return flat


def products(extras: Extras, block: Block, question: Matrix) -> Matrix:
    """`apply`'s vectors times a question, from the stored vectors' products with the question, the
    direction and the means: a small part of the work where lines are few.

    Of a vector v without its component along the direction, unit again, w, and its mean m:
    (w - m) . q / |w - m|, where |w - m|^2 = 1 - 2 w . m + m . m.
    """
    direction = extras["direction"]
    kinds = [(kind, language) for language in LANGUAGES for kind in (_PASSAGES, _SENTENCES)]
    means = np.stack([extras[f"{kind}_{language}"] for kind, language in kinds])
    mean = 2 * block.languages.astype(np.int64) + ~block.own
    found = block.matrix @ np.vstack([question, direction, means]).T
    along, rows = found[:, 1], np.arange(len(found))
    squares = np.einsum("ij,ij->i", block.matrix, block.matrix)
    length = np.sqrt(np.maximum(squares - along**2, 1e-24))
    asked = (found[:, 0] - along * (direction @ question)) / length - (means @ question)[mean]
    meant = (found[rows, 2 + mean] - along * (means @ direction)[mean]) / length
    left = 1 - 2 * meant + np.einsum("ij,ij->i", means, means)[mean]
    products: Matrix = asked / np.sqrt(np.maximum(left, 1e-24))
    return products


def _of(block: Block, language: Language, kind: str) -> NDArray[np.bool_]:
    of_kind = block.own if kind == _PASSAGES else ~block.own
    chosen: NDArray[np.bool_] = of_kind & (block.languages == LANGUAGES.index(language))
    return chosen


def centred_question(vector: Matrix, language: Language, extras: Extras) -> Matrix:
    """A question's unit vector (d,) moved as the indexed vectors were; unchanged if they were not.

    `extras` are the arrays the transform left with the index.
    """
    if "direction" not in extras:
        return vector
    moved = without(extras["direction"], vector[None])[0] - extras[f"question_{language}"]
    unit: Matrix = moved / max(float(np.linalg.norm(moved)), 1e-12)
    return unit


def yardsticks(question: Matrix, extras: Extras) -> dict[Language, float]:
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


class _Mean:
    """The mean of vectors that come block by block, drawn towards a prior one."""

    def __init__(self, prior: Matrix) -> None:
        self._sum = PRIOR_WEIGHT * prior.astype(np.float64)
        self._weight = PRIOR_WEIGHT

    def add(self, rows: Matrix) -> None:
        self._sum += rows.sum(axis=0, dtype=np.float64)
        self._weight += len(rows)

    def value(self) -> Matrix:
        mean: Matrix = (self._sum / self._weight).astype(np.float32)
        return mean
