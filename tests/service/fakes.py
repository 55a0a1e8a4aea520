"""An embedder that needs no model: unit vectors from hashes, and a count of what it was asked."""

import hashlib
import threading
from collections.abc import Sequence

import numpy as np

from index.embedder import PassageText
from index.encoder import Matrix


class CountingEmbedder:
    """Unit vectors from hashes; `allowed` holds passages back until somebody lets them through."""

    model_id = "hash"
    dimension = 8

    def __init__(self) -> None:
        self.passages = 0
        self.allowed = threading.Event()
        self.allowed.set()

    def encode_query(self, text: str) -> Matrix:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        unit: Matrix = vector / np.linalg.norm(vector)
        return unit

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        self.allowed.wait()
        self.passages += len(passages)
        return [
            np.stack([self.encode_query(one.text)] * (1 + len(one.sentences))) for one in passages
        ]
