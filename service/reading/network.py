"""A BERT encoder and two heads, as functions of named tensors.

The layers are those of Devlin et al. 2018 (arXiv:1810.04805): attention and a feed-forward part,
each followed by its residual and a layer norm. Tensors have the names that BERT files use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_NORM_EPSILON = 1e-12


@dataclass(frozen=True, slots=True)
class Network:
    """Weights by name, all of one dtype, and the number of attention heads."""

    weights: Mapping[str, "Tensor"]
    heads: int

    @property
    def layers(self) -> int:
        """How many encoder layers there are."""
        return sum(name.endswith("attention.self.query.weight") for name in self.weights)

    def states(self, ids: "Tensor", mask: "Tensor") -> "Tensor":
        """Token states (n, tokens, dimension) of token ids (n, tokens); `mask` (n, tokens) is True
        where there is a token and False at padding."""
        import torch

        w = self.weights
        state = (
            w["embeddings.word_embeddings.weight"][ids]
            + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        state = self._norm("embeddings.LayerNorm", state)
        seen = mask[:, None, None, :]
        for layer in range(self.layers):
            at = f"encoder.layer.{layer}."
            mixed = self._attention(at + "attention.self.", state, seen)
            mixed = self._linear(at + "attention.output.dense", mixed)
            state = self._norm(at + "attention.output.LayerNorm", state + mixed)
            wide = torch.nn.functional.gelu(self._linear(at + "intermediate.dense", state))
            state = self._norm(
                at + "output.LayerNorm", state + self._linear(at + "output.dense", wide)
            )
        return state

    def read(self, ids: "Tensor", mask: "Tensor") -> tuple["Tensor", "Tensor"]:
        """Logits (n, tokens, 2) of the answer's first and last token, and logits (n,) of there
        being an answer at all, both float32."""
        states = self.states(ids, mask)
        spans = self._linear("span", states).float()
        return spans, self._linear("answerable", states[:, 0]).float()[:, 0]

    def _attention(self, at: str, state: "Tensor", seen: "Tensor") -> "Tensor":
        import torch

        n, tokens, dimension = state.shape
        mixed: Tensor
        query, key, value = (
            self._linear(at + name, state).view(n, tokens, self.heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        if torch.is_grad_enabled():  # in training, where the fused form is slow to derive by
            likeness = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
            mixed = likeness.masked_fill(~seen, float("-inf")).softmax(-1) @ value
        else:
            mixed = torch.nn.functional.scaled_dot_product_attention(query, key, value, seen)
        return mixed.transpose(1, 2).reshape(n, tokens, dimension)

    def _linear(self, name: str, state: "Tensor") -> "Tensor":
        import torch

        w = self.weights
        return torch.nn.functional.linear(state, w[name + ".weight"], w[name + ".bias"])

    def _norm(self, name: str, state: "Tensor") -> "Tensor":
        import torch

        w = self.weights
        return torch.nn.functional.layer_norm(
            state, state.shape[-1:], w[name + ".weight"], w[name + ".bias"], _NORM_EPSILON
        )
