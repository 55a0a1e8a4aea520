"""The bundled encoder with what is learnt on top, as it is while it is being learnt.

Every linear layer of the encoder gets a product of two thin matrices (LoRA, Hu et al. 2021,
arXiv:2106.09685); biases and norms are learnt whole, and so are the two heads. Everything else,
the embeddings above all, stays as it is.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

RANK = 16
# The products count twice: LoRA's alpha over its rank.
SCALE = 2.0
_HEADS = {"span": 2, "answerable": 1}


class Adaptation:
    """What is learnt, by the names of service.reading.adapter; `base` are the bundled tensors, and
    `dtype` is that of the network."""

    def __init__(
        self, base: Mapping[str, Tensor], seed: int, dtype: torch.dtype = torch.float32
    ) -> None:
        chance = torch.Generator().manual_seed(seed)
        self._base = base
        # Cast once: the words' embeddings are most of the model.
        self._still = {name: tensor.to(dtype) for name, tensor in base.items()}
        self._dtype = dtype
        self.learnt: dict[str, Tensor] = {}
        for name, tensor in base.items():
            if not name.startswith("encoder."):
                continue
            layer = name.removesuffix(".weight")
            if tensor.ndim == 2:
                wide = tensor.shape[1]
                down = torch.randn((RANK, wide), generator=chance) / wide**0.5
                self.learnt[layer + ".down"] = down
                self.learnt[layer + ".up"] = torch.zeros((tensor.shape[0], RANK))
            else:
                self.learnt[name] = tensor.float().clone()
        width = base["embeddings.word_embeddings.weight"].shape[1]
        for head, outputs in _HEADS.items():
            self.learnt[head + ".weight"] = torch.randn((outputs, width), generator=chance) * 0.02
            self.learnt[head + ".bias"] = torch.zeros(outputs)
        for tensor in self.learnt.values():
            tensor.requires_grad_()

    def weights(self) -> dict[str, Tensor]:
        """The network's tensors as they are now; what is learnt can be derived by."""
        merged = dict(self._still)
        for name, tensor in self.learnt.items():
            if name.endswith(".up"):
                layer = name.removesuffix(".up")
                change = SCALE * tensor @ self.learnt[layer + ".down"]
                merged[layer + ".weight"] = (self._base[layer + ".weight"] + change).to(self._dtype)
            elif not name.endswith(".down"):
                merged[name] = tensor.to(self._dtype)
        return merged

    def exported(self) -> dict[str, Tensor]:
        """What service.reading.adapter reads: the scale put into one of each pair, bfloat16."""
        return {
            name: (tensor.detach() * (SCALE if name.endswith(".up") else 1)).bfloat16().contiguous()
            for name, tensor in self.learnt.items()
        }
