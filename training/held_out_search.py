"""How well vectors alone find what they were not trained on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn import functional

from index.bundled_encoder import HEADS
from index.bundled_model import MAX_TOKENS
from index.network import Network
from index.tokens import Tokens
from ingest.document import Language
from ingest.language import detect
from training.contrast import passage_vectors, question_vectors
from training.held_out import is_held_out
from training.material import Asked, Excerpt
from training.sought import Passage, passage, question

Row = TypeVar("Row")

# Rows in one pass.
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Found:
    """Of held-out questions: the share whose first passage answers, the mean reciprocal rank of
    the first that does, and the share whose nearest sentence of the answering passage answers
    (None where none is marked)."""

    first: float
    reciprocal: float
    sentence: float | None


@torch.inference_mode()
def found(
    weights: Mapping[str, Tensor],
    asked: Sequence[Asked],
    tokens: Tokens,
    counts: Callable[[Asked], bool] = is_held_out,
) -> Found | None:
    """Over the questions of a set that are answered and count, among all passages that its
    questions were given; None without such questions."""
    network = Network(weights, HEADS)
    excerpts: dict[str, Excerpt] = {}
    for one in asked:
        for excerpt in (*one.answering, *one.rivals):
            excerpts.setdefault(excerpt.document, excerpt)
    places = {document: place for place, document in enumerate(excerpts)}
    held_out = [one for one in asked if one.answering and counts(one)]
    if not held_out:
        return None
    rows = [passage(excerpt, tokens, MAX_TOKENS) for excerpt in excerpts.values()]
    whole = torch.cat([passage_vectors(network, some)[0] for some in _parted(rows)])
    given = [question(one.question, tokens) for one in held_out]
    questions = torch.cat([question_vectors(network, some) for some in _parted(given)])
    languages = [detect(one.question) for one in held_out]
    compared = _centred(questions, languages) @ _centred(whole, [None] * len(whole)).T
    order = compared.argsort(dim=1, descending=True).tolist()
    ranks = [
        1 + min(row.index(places[answer.document]) for answer in one.answering)
        for one, row in zip(held_out, order, strict=True)
    ]
    right = [
        _right_sentence(network, vector, passage(one.answering[0], tokens, MAX_TOKENS))
        for vector, one in zip(questions, held_out, strict=True)
        if one.answering[0].answers
    ]
    return Found(
        sum(rank == 1 for rank in ranks) / len(ranks),
        sum(1 / rank for rank in ranks) / len(ranks),
        sum(right) / len(right) if right else None,
    )


def _right_sentence(network: Network, asked: Tensor, answering: Passage) -> bool:
    _, sentences = passage_vectors(network, [answering])
    return int((sentences @ asked).argmax()) in answering.answering


def _centred(vectors: Tensor, languages: Sequence[Language | None]) -> Tensor:
    """Unit vectors without the mean of their language, as the index takes it out."""
    moved = vectors.clone()
    for language in set(languages):
        of_language = torch.tensor([one == language for one in languages])
        moved[of_language] -= vectors[of_language].mean(dim=0)
    return functional.normalize(moved, dim=-1)


def _parted(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), _TOGETHER):
        yield rows[start : start + _TOGETHER]
