"""The bundled model as we tuned it, by its own network: without the libraries that load models of
every kind.

They take four seconds to import and 160 MB of memory beside torch; tests hold this to what
sentence-transformers makes of the same files.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.adapter import adapted
from index.bundled_model import MAX_TOKENS, TUNING
from index.encoder import Encoded, Matrix
from index.network import Network
from index.passes import cores
from index.tensors import best_type, mapped
from index.tokens import Tokens

HEADS = 12


class BundledEncoder:
    """See Encoder. Computes in bfloat16 where the processor does, in float32 elsewhere."""

    query_prefix, passage_prefix = "query: ", "passage: "

    def __init__(self, model_dir: Path, tuning: Path | None = TUNING) -> None:
        """Load the directory that `bundled_model` gives, and what it was tuned by, if by anything.
        Raises ModelUnreadable."""
        self.at_once = cores()
        self._tokens = Tokens(model_dir)
        base = mapped(model_dir / "model.safetensors")
        weights = adapted(base, mapped(tuning) if tuning else {}, best_type())
        self._network = Network(weights, HEADS, packed=True)
        self.dimension = len(weights["embeddings.LayerNorm.weight"])
        self.limit = MAX_TOKENS

    def tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """See Encoder."""
        return self._tokens.encode(texts)

    def count_tokens(self, text: str) -> int:
        """See Encoder."""
        return len(self._tokens.tokenise(text)[0])

    def states(self, rows: Sequence[Sequence[int]]) -> list[tuple[Matrix, Matrix]]:
        """See Encoder; a row's vector is the mean of its tokens' states."""
        import torch

        with torch.inference_mode():
            found = self._network.states(rows)
            states: list[Matrix] = [one.float().numpy() for one in found]
        return [(one.mean(axis=0, dtype=np.float32), one) for one in states]
