"""The vectors of one whole ingest, noted once and handed out again: searches are compared, and not
the same embedding over and over."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Embedder, PassageText
from index.encoder import Matrix

_ROWS, _TEXTS = "rows.npy", "passages.json"


class Recording:
    """Hands everything on, and keeps what passages were embedded to."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id = embedder.model_id
        self.dimension = embedder.dimension
        self.count_tokens = embedder.count_tokens
        self.encode_query = embedder.encode_query
        self.noted: dict[PassageText, Matrix] = {}

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder."""
        matrices = self._embedder.encode_passages(passages)
        self.noted.update(zip(passages, matrices, strict=True))
        return matrices

    def save(self, folder: Path) -> None:
        """Write what was noted."""
        texts = [[p.title, p.text, p.sentences] for p in self.noted]
        described = {"model_id": self.model_id, "dimension": self.dimension, "passages": texts}
        (folder / _TEXTS).write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
        np.save(folder / _ROWS, np.concatenate(list(self.noted.values())))


class Recorded:
    """An embedder without a model: passages from a recording, the question's vector as `given`."""

    def __init__(self, folder: Path, *, passages: bool) -> None:
        """`passages` says whether any will be asked for; a search asks for none."""
        described = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
        self.model_id: str = described["model_id"]
        self.dimension: int = described["dimension"]
        self.given: Matrix = np.zeros(self.dimension, np.float32)
        self._noted = _noted(folder, described["passages"]) if passages else {}

    def encode_query(self, text: str) -> Matrix:
        """See Embedder."""
        return self.given

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder. Raises KeyError for a passage that is not in the recording."""
        return [self._noted[passage] for passage in passages]

    def count_tokens(self, text: str) -> int:
        """See Embedder; there is no tokenizer here."""
        raise NotImplementedError("a recording has no tokenizer")


def _noted(folder: Path, texts: list[Any]) -> dict[PassageText, Matrix]:
    rows = np.load(folder / _ROWS)
    noted, place = {}, 0
    for title, text, sentences in texts:
        spans = tuple((start, end) for start, end in sentences)
        noted[PassageText(title, text, spans)] = rows[place : place + 1 + len(spans)]
        place += 1 + len(spans)
    return noted
