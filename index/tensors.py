"""A model's tensors from its file, in the type that this processor computes in."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import Tensor


def best_type() -> "torch.dtype":
    """bfloat16 is 2-3 times faster than float32 where the processor has it and slower elsewhere."""
    import torch

    return torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32


def mapped(path: Path) -> "dict[str, Tensor]":
    """The tensors of a safetensors file, mapped and not read: processes that have the same file
    open share them, and of the words' embeddings only the rows that are used are ever in memory."""
    from safetensors.torch import load_file

    return load_file(path)


def cast(tensors: "Mapping[str, Tensor]", dtype: "torch.dtype") -> "dict[str, Tensor]":
    """All but the embeddings in one type: those are most of the model and stay mapped."""
    return {
        name: tensor if "_embeddings." in name else tensor.to(dtype)
        for name, tensor in tensors.items()
    }
