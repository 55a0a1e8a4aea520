"""What an embedder asks of a model: tokens of a text, and vectors of tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of a text, special tokens at both ends, and each one's (start, end) code points."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]


class Encoder(Protocol):
    """A model that reads rows of tokens. Safe in many threads."""

    dimension: int
    limit: int
    """Tokens of a row at most."""
    query_prefix: str
    passage_prefix: str
    """What the model was trained to see before a question and before a passage."""
    at_once: int
    """Passes that go on side by side without slowing each other down."""

    def tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """The tokens of each text, however many."""

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has, special tokens not counted."""

    def states(self, rows: Sequence[Sequence[int]]) -> list[tuple[Matrix, Matrix]]:
        """For each row, in one pass: its vector (dimension,), of any length, and its tokens'
        states (tokens, dimension)."""
