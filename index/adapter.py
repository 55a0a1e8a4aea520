"""What was learnt on top of a model, from a small file of differences, and of heads if it has any.

A learnt linear layer is the model's plus a product of two thin matrices ("LoRA", Hu et al. 2021,
arXiv:2106.09685); they are multiplied out once, when the file is loaded. `training/` makes such
files; what they were trained on and what that gives is in docs/tuning.md and docs/reader.md.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from index.tensors import cast

if TYPE_CHECKING:
    import torch
    from torch import Tensor

_DOWN, _UP = ".down", ".up"


def adapted(
    base: Mapping[str, "Tensor"], learnt: Mapping[str, "Tensor"], dtype: "torch.dtype"
) -> dict[str, "Tensor"]:
    """The base model's tensors with what was learnt put in, the layers in one dtype.

    `learnt` holds `NAME.down` (r, in) and `NAME.up` (out, r) for a linear layer NAME, and whole
    tensors for everything else, heads included. The embeddings of the words stay as they are.
    """
    merged = cast(base, dtype)
    for name, tensor in learnt.items():
        if name.endswith(_UP):
            layer = name.removesuffix(_UP)
            change = tensor.float() @ learnt[layer + _DOWN].float()
            merged[layer + ".weight"] = (base[layer + ".weight"].float() + change).to(dtype)
        elif not name.endswith(_DOWN):
            merged[name] = tensor.to(dtype)
    return merged
