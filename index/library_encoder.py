"""Any sentence-transformers model with a fast tokenizer, on the processor."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.encoder import Encoded, Matrix
from index.errors import ModelUnreadable
from index.tensors import best_type


class LibraryEncoder:
    """See Encoder. torch shares each pass between the cores: these models may be large."""

    at_once = 1

    def __init__(self, path: str) -> None:
        """Load a model by its name or directory; bfloat16 where the processor computes in it.

        Raises ModelUnreadable when there is no such model.
        """
        self._model = _load(path)
        self.dimension = int(self._model.get_embedding_dimension())
        self.limit = int(self._model.max_seq_length)
        self.query_prefix, self.passage_prefix = _prefixes(self._model, path)
        self._tokenizing = threading.Lock()  # transformers sets a tokenizer up at each call

    def tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """See Encoder."""
        if not texts:
            return []
        found = self._tokenised(list(texts), return_offsets_mapping=True)
        return [
            Encoded(ids, offsets)
            for ids, offsets in zip(found["input_ids"], found["offset_mapping"], strict=True)
        ]

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return len(self._tokenised(text, add_special_tokens=False)["input_ids"])

    def states(self, rows: Sequence[Sequence[int]]) -> list[tuple[Matrix, Matrix]]:
        """See Encoder; a row's vector is what the model's own pooling gives."""
        import torch

        width = max(len(row) for row in rows)
        pad = self._model.tokenizer.pad_token_id
        ids = torch.full((len(rows), width), pad, dtype=torch.long)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        with torch.inference_mode():
            out = self._model({"input_ids": ids, "attention_mask": mask})
            pooled: Matrix = out["sentence_embedding"].float().numpy()
            states: Matrix = out["token_embeddings"].float().numpy()
        return [
            (vector, state[: len(row)])
            for vector, state, row in zip(pooled, states, rows, strict=True)
        ]

    def _tokenised(self, texts: str | list[str], **wanted: bool) -> Any:  # noqa: ANN401
        with self._tokenizing:
            return self._model.tokenizer(texts, truncation=False, verbose=False, **wanted)


def _load(path: str) -> Any:  # noqa: ANN401 - sentence-transformers is untyped
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(
            path,
            device="cpu",
            local_files_only=Path(path).exists(),
            model_kwargs={"dtype": best_type()},
        ).eval()
    except (OSError, ValueError) as error:
        raise ModelUnreadable(f"no embedding model loads from {path!r}: {error}") from error


def _prefixes(model: Any, path: str) -> tuple[str, str]:  # noqa: ANN401
    """What the model was trained to see before a question and before a passage."""
    prompts = model.prompts or {}
    query = prompts.get("query")
    passage = prompts.get("document") or prompts.get("passage")
    if not query and not passage and "e5" in Path(path).name.lower():
        return "query: ", "passage: "
    return query or "", passage or ""
