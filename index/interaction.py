"""Late interaction: a question and a passage compared token by token.

score(q, p) = mean over the question's tokens of the largest cosine with any token of the passage
(Khattab & Zaharia 2020, "ColBERT", arXiv:2004.12832, the mean in place of the sum so that questions
of all lengths share a scale). The encoder was not trained for it, and still tells the right
sentence of a passage better than sentence vectors do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.alignment import without
from index.dense import Matrix
from index.embedder import PassageText, TokenEmbedder


@dataclass(frozen=True, slots=True)
class Interaction:
    """How well the question's tokens are met, in [-1, 1]: on average by the whole passage, by its
    weakest token, and on average by each sentence (in the order given)."""

    passage: float
    weakest: float
    sentences: tuple[float, ...]


def interact(
    embedder: TokenEmbedder,
    question: str,
    passages: Sequence[PassageText],
    extras: Mapping[str, NDArray[Any]],
) -> list[Interaction]:
    """Read the passages beside the question; `extras` as in `centred_question`."""
    if not passages:
        return []
    asked = _aligned(embedder.query_tokens(question).vectors, extras)
    found = []
    for passage, tokens in zip(passages, embedder.passage_tokens(passages), strict=True):
        cosines = asked @ _aligned(tokens.vectors, extras).T
        best = cosines.max(axis=1)
        found.append(
            Interaction(
                float(best.mean()),
                float(best.min()),
                tuple(
                    _mean_best(cosines, tokens.spans, start, end)
                    for start, end in passage.sentences
                ),
            )
        )
    return found


def _aligned(vectors: Matrix, extras: Mapping[str, NDArray[Any]]) -> Matrix:
    return without(extras["direction"], vectors) if "direction" in extras else vectors


def _mean_best(cosines: Matrix, spans: NDArray[np.int64], start: int, end: int) -> float:
    inside = (spans[:, 1] > start) & (spans[:, 0] < end) & (spans[:, 1] > spans[:, 0])
    return float(cosines[:, inside].max(axis=1).mean()) if inside.any() else 0.0
