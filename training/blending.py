"""What several trainings learnt, as one: their mean, taken in part and made small.

Between a model's own weights and tuned ones lie weights that have gained most of what tuning gives
and lost little of what the model could do before (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models", arXiv:2109.01903); the mean of several tunings is better than each (Wortsman et
al. 2022, "Model soups", arXiv:2203.05482).
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

Learnt = Mapping[str, Tensor]
"""What index.adapter reads."""


def blended(
    base: Mapping[str, Tensor], learnt: Sequence[Learnt], share: float, rank: int
) -> dict[str, Tensor]:
    """`share` of the mean change that `learnt` makes to the base, in thin matrices of `rank`.

    The change of a layer is cut to the nearest of that rank (Eckart & Young 1936, "The
    approximation of one matrix by another of lower rank"). Of heads, which the base has not, the
    mean is taken.
    """
    made: dict[str, Tensor] = {}
    for name in learnt[0]:
        layer = name.removesuffix(".up")
        if layer != name:
            change = _mean([one[name].float() @ one[layer + ".down"].float() for one in learnt])
            left, scale, right = torch.linalg.svd(share * change, full_matrices=False)
            root = scale[:rank].sqrt()
            made[layer + ".up"] = left[:, :rank] * root
            made[layer + ".down"] = root[:, None] * right[:rank]
        elif not name.endswith(".down"):
            mean = _mean([one[name].float() for one in learnt])
            still = base[name].float() if name in base else mean
            made[name] = still + share * (mean - still)
    return {name: tensor.bfloat16().contiguous() for name, tensor in made.items()}


def _mean(tensors: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(tensors)).mean(dim=0)
