"""An encoder with what is learnt on top, as it is while it is being learnt.

Every linear layer of the encoder gets a product of two thin matrices (LoRA, Hu et al. 2021,
arXiv:2106.09685), or is learnt whole; biases and norms are learnt whole, and so are heads.
Everything else, the embeddings above all, stays as it is.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from index.adapter import adapted

# The products count twice: LoRA's alpha over its rank.
SCALE = 2.0


class Adaptation:
    """What is learnt, by the names of index.adapter."""

    def __init__(
        self,
        base: Mapping[str, Tensor],
        seed: int,
        dtype: torch.dtype = torch.float32,
        *,
        rank: int | None,
        heads: Mapping[str, int],
        device: str = "cpu",
        start: Mapping[str, Tensor] | None = None,
    ) -> None:
        """`base` are the encoder's tensors, `dtype` is that of the network, `rank` is how many
        rows a thin matrix has, None for layers that are learnt whole, `heads` are the outputs of
        each linear head by its name, and `start` is a file made before, to go on from."""
        chance = torch.Generator().manual_seed(seed)
        if start is not None and rank is None:
            base, start = adapted(base, start, torch.float32), None
        self._base = {name: tensor.to(device) for name, tensor in base.items()}
        # Cast once: the words' embeddings are most of the model.
        self._still = {name: tensor.to(dtype) for name, tensor in self._base.items()}
        self._dtype = dtype
        self.learnt: dict[str, Tensor] = {}
        for name, tensor in base.items():
            if not name.startswith("encoder."):
                continue
            layer = name.removesuffix(".weight")
            if tensor.ndim == 2 and rank is not None:
                wide = tensor.shape[1]
                down = torch.randn((rank, wide), generator=chance) / wide**0.5
                self.learnt[layer + ".down"] = down
                self.learnt[layer + ".up"] = torch.zeros((tensor.shape[0], rank))
            else:
                self.learnt[name] = tensor.float().clone()
        width = base["embeddings.word_embeddings.weight"].shape[1]
        for head, outputs in heads.items():
            new = torch.randn((outputs, width), generator=chance) * 0.02
            self.learnt[head + ".weight"] = base.get(head + ".weight", new)
            self.learnt[head + ".bias"] = base.get(head + ".bias", torch.zeros(outputs))
        for name, tensor in (start or {}).items():
            self.learnt[name] = tensor.float() / (SCALE if name.endswith(".up") else 1)
        self.learnt = {
            name: tensor.to(device).requires_grad_() for name, tensor in self.learnt.items()
        }

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
        """What index.adapter reads, the scale put into one of each pair; not rounded, or what
        whole layers learnt would be lost in what they were."""
        return {
            name: (tensor.detach().cpu() * (SCALE if name.endswith(".up") else 1)).contiguous()
            for name, tensor in self.learnt.items()
        }
