"""A BERT encoder as a function of named tensors, on the processor.

The layers are those of Devlin et al. 2018 (arXiv:1810.04805): attention and a feed-forward part,
each followed by its residual and a layer norm. Tensors have the names that BERT files use.

Texts of different lengths stand one after the other and are not padded to the longest: all but
attention looks at each token by itself, and attention is done text by text. So a text's states do
not depend on its neighbours' lengths.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    Linear = Callable[[Tensor], Tensor]

_NORM_EPSILON = 1e-12
# Rows that a packed layer is laid out for: those of a pass over passages.
_PACKED_FOR = 512
# Packed layers are compiled for each number of tokens and kept: a pass is filled up to a multiple
# of this many, or a service's memory grows with every number that it meets.
_STEP = 16

_WORDS = "embeddings.word_embeddings.weight"
_PLACES = "embeddings.position_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"


class Network:
    """Safe in many threads: a pass changes nothing."""

    def __init__(
        self, weights: "Mapping[str, Tensor]", heads: int, *, packed: bool = False
    ) -> None:
        """`weights` by name, `heads` of attention in each layer.

        The embeddings may be of another type than the layers: only the rows that are used are
        converted. `packed` lays the layers out for the processor, once: a question of 14 tokens
        then takes half the time. Packed layers cannot be derived by.
        """
        self._weights = weights
        self._fills_up = packed and _can_pack()
        linear = _packed if self._fills_up else _plain
        self._embedded = _norm(weights, "embeddings.LayerNorm")
        count = sum(name.endswith("attention.self.query.weight") for name in weights)
        self._layers = [_layer(weights, number, heads, linear) for number in range(count)]

    def states(self, rows: Sequence[Sequence[int]]) -> "tuple[Tensor, ...]":
        """The token states (tokens, dimension) of each row of token ids."""
        import torch

        given = len(rows)
        if self._fills_up and (missing := -sum(map(len, rows)) % _STEP):
            rows = [*rows, [0] * missing]
        lengths = [len(row) for row in rows]
        w = self._weights
        where, kind = w[_WORDS].device, w["embeddings.LayerNorm.weight"].dtype
        ids = torch.tensor(list(chain.from_iterable(rows)), device=where)
        places = torch.cat([torch.arange(length) for length in lengths]).to(where)
        state = self._embedded(
            w[_WORDS][ids].to(kind) + w[_PLACES][places].to(kind) + w[_TYPES][0].to(kind)
        )
        for layer in self._layers:
            state = layer(state, lengths)
        parted: tuple[Tensor, ...] = torch.split(state, lengths)
        return parted[:given]


def _layer(
    w: "Mapping[str, Tensor]", number: int, heads: int, linear: "_Maker"
) -> "Callable[[Tensor, list[int]], Tensor]":
    import torch

    at = f"encoder.layer.{number}."
    parts = [at + f"attention.self.{name}" for name in ("query", "key", "value")]
    # One product for all three: a short text leaves the processor waiting between small ones.
    asked = linear(*(torch.cat([w[f"{p}.{kind}"] for p in parts]) for kind in ("weight", "bias")))
    mixed = _linear(linear, w, at + "attention.output.dense")
    wide = _linear(linear, w, at + "intermediate.dense", "gelu")
    narrow = _linear(linear, w, at + "output.dense")
    first, second = (
        _norm(w, at + name) for name in ("attention.output.LayerNorm", "output.LayerNorm")
    )

    def layer(state: "Tensor", lengths: list[int]) -> "Tensor":
        state = first(state + mixed(_attention(asked(state), lengths, heads)))
        return second(state + narrow(wide(state)))

    return layer


def _attention(asked: "Tensor", lengths: list[int], heads: int) -> "Tensor":
    """What each token takes from those of its own text, (tokens, dimension), by the queries, keys
    and values (tokens, 3 * dimension)."""
    import torch

    if torch.is_grad_enabled():
        return _padded_attention(asked, lengths, heads)
    query, key, value = asked.view(len(asked), 3, heads, -1).permute(1, 2, 0, 3)
    fused = torch.nn.functional.scaled_dot_product_attention
    mixed = [
        fused(*(part[None] for part in text))[0]
        for text in zip(*(part.split(lengths, dim=1) for part in (query, key, value)), strict=True)
    ]
    return torch.cat(mixed, dim=1).transpose(0, 1).reshape(len(asked), -1)


def _padded_attention(asked: "Tensor", lengths: list[int], heads: int) -> "Tensor":
    """For training: all texts in one product, filled up to the longest, without the fused form,
    which is slow to derive by on a processor."""
    import torch

    longest = max(lengths)
    taken = torch.arange(longest) < torch.tensor(lengths)[:, None]
    places = taken.flatten().nonzero()[:, 0].to(asked.device)
    padded = asked.new_zeros(taken.numel(), asked.shape[1]).index_copy(0, places, asked)
    query, key, value = padded.view(len(lengths), longest, 3, heads, -1).permute(2, 0, 3, 1, 4)
    likeness = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
    likeness = likeness.masked_fill(~taken[:, None, None].to(asked.device), float("-inf"))
    mixed = likeness.softmax(-1) @ value
    found: Tensor = mixed.transpose(1, 2).reshape(taken.numel(), -1)[places]
    return found


def _norm(w: "Mapping[str, Tensor]", name: str) -> "Linear":
    import torch

    weight, bias = w[name + ".weight"], w[name + ".bias"]
    return lambda state: torch.nn.functional.layer_norm(
        state, weight.shape, weight, bias, _NORM_EPSILON
    )


_Maker = Callable[..., "Linear"]


def _linear(make: _Maker, w: "Mapping[str, Tensor]", name: str, then: str = "none") -> "Linear":
    return make(w[name + ".weight"], w[name + ".bias"], then)


def _plain(weight: "Tensor", bias: "Tensor", then: str = "none") -> "Linear":
    import torch

    if then == "gelu":
        return lambda state: torch.nn.functional.gelu(
            torch.nn.functional.linear(state, weight, bias)
        )
    return lambda state: torch.nn.functional.linear(state, weight, bias)


def _packed(weight: "Tensor", bias: "Tensor", then: str = "none") -> "Linear":
    import torch

    ops = torch.ops.mkldnn
    laid_out = ops._reorder_linear_weight(weight.contiguous(), _PACKED_FOR)
    return lambda state: ops._linear_pointwise(state, laid_out, bias, then, [], "none")


def _can_pack() -> bool:
    """Whether this build of torch has the layout and the product for it: they are its own, used
    by its compiler, and no promise to anybody else."""
    import torch

    try:
        made = _packed(torch.eye(2), torch.zeros(2))(torch.ones(1, 2))
    except (AttributeError, RuntimeError):
        return False
    return bool((made == 1).all())
