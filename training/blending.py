"""What several trainings learnt, as one: their mean, taken in part and made small.

Between a model's own weights and tuned ones lie weights that have gained most of what tuning gives
and lost little of what the model could do before (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models", arXiv:2109.01903); the mean of several tunings is better than each (Wortsman et
al. 2022, "Model soups", arXiv:2203.05482).
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from index.adapter import adapted

Learnt = Mapping[str, Tensor]
"""What index.adapter reads."""

_MATRIX = 2
# A part of a change, beside its largest, that is there by rounding alone.
_NOTHING = 1e-5


def blended(
    base: Mapping[str, Tensor],
    learnt: Sequence[Learnt],
    share: float,
    rank: int,
    start: Learnt | None = None,
) -> dict[str, Tensor]:
    """Where training started, the base or a file made before, and `share` of the mean change that
    `learnt` makes to it, in thin matrices of `rank` beside the base.

    What was learnt may itself be thin matrices or whole layers. The change of a layer is cut to the
    nearest of that rank (Eckart & Young 1936, "The approximation of one matrix by another of lower
    rank"). Of heads that training did not start with the mean is taken.
    """
    made: dict[str, Tensor] = {}
    began = adapted(base, start or {}, torch.float32)
    whole = [adapted(base, one, torch.float32) for one in learnt]
    for name in dict.fromkeys(_weight(name) for one in learnt for name in one):
        mean = _mean([one[name] for one in whole])
        before = began[name].float() if name in began else mean
        taken = before + share * (mean - before)
        if name in base and mean.ndim == _MATRIX:
            change = taken - base[name].float()
            left, scale, right = torch.linalg.svd(change, full_matrices=False)
            kept = min(rank, int((scale > _NOTHING * scale[0]).sum()))
            root = scale[:kept].sqrt()
            layer = name.removesuffix(".weight")
            made[layer + ".up"] = left[:, :kept] * root
            made[layer + ".down"] = root[:, None] * right[:kept]
        else:
            made[name] = taken
    return {name: tensor.bfloat16().contiguous() for name, tensor in made.items()}


def _weight(name: str) -> str:
    """The tensor that one of `learnt` changes."""
    layer, _, kind = name.rpartition(".")
    return f"{layer}.weight" if kind in {"up", "down"} else name


def _mean(tensors: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(tensors)).mean(dim=0)
