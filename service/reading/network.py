"""The encoder with the two heads that read: where the answer stands, and whether there is one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.network import Network

if TYPE_CHECKING:
    from torch import Tensor


class ReadingNetwork:
    """Safe in many threads: a pass changes nothing."""

    def __init__(
        self, weights: "Mapping[str, Tensor]", heads: int, *, packed: bool = False
    ) -> None:
        """Take what `Network` takes, and `span` and `answerable` among the weights."""
        self._weights = weights
        self._network = Network(weights, heads, packed=packed)

    def read(self, rows: Sequence[Sequence[int]]) -> "list[tuple[Tensor, Tensor]]":
        """For each row of token ids, float32: logits (tokens, 2) of the answer's first and last
        token, and the logit () of there being an answer at all."""
        return [
            (self._head("span", states), self._head("answerable", states[0])[0])
            for states in self._network.states(rows)
        ]

    def _head(self, name: str, states: "Tensor") -> "Tensor":
        import torch

        w = self._weights
        return torch.nn.functional.linear(states, w[name + ".weight"], w[name + ".bias"]).float()
