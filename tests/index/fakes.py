"""An embedder without a model: texts that share characters point the same way, always."""

import functools
import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedder import PassageText


class FakeEmbedder:
    """Sums one fixed pseudo-random direction per character trigram; counts what it embeds."""

    def __init__(self, model_id: str = "fake-a", dimension: int = 32) -> None:
        self.model_id = model_id
        self.dimension = dimension
        self.embedded: list[str] = []

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.vector(text)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[NDArray[np.float32]]:
        self.embedded += [passage.text for passage in passages]
        return [
            np.stack(
                [self.vector(f"{p.title}\n{p.text}")]
                + [self.vector(p.text[start:end]) for start, end in p.sentences]
            )
            for p in passages
        ]

    def vector(self, text: str) -> NDArray[np.float32]:
        padded = f" {text} "
        total = np.zeros(self.dimension)
        for start in range(max(1, len(padded) - 2)):
            total += _direction(self.model_id, padded[start : start + 3], self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)


@functools.cache
def _direction(model_id: str, characters: str, dimension: int) -> NDArray[np.float64]:
    seed = hashlib.sha256(f"{model_id}|{characters}".encode()).digest()
    return np.random.default_rng(list(seed[:8])).standard_normal(dimension)
