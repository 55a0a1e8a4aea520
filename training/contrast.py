"""How far an embedding model is from placing questions beside what answers them.

A question has to be nearer to its passage than to every other passage of the batch, and nearer to
the sentence that answers than to every other sentence ("InfoNCE", van den Oord et al. 2018,
arXiv:1807.03748, with the batch's other passages as what is wrong, Karpukhin et al. 2020,
arXiv:2004.04906). A document in another language is not wrong for its own questions.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from index.bundled_encoder import HEADS
from index.network import Network
from training.sought import Passage, Sought

# Cosines are divided by this: the smaller, the more the nearest wrong ones count.
TEMPERATURE = 0.02


def loss_of(weights: Mapping[str, Tensor], batch: Sequence[Sought]) -> Tensor:
    """How unlikely the right passages are among all, and the right sentences among all."""
    network = Network(weights, HEADS)
    asked = question_vectors(network, [one.question for one in batch])
    passages = [one.passage for one in batch] + [one.rival for one in batch if one.rival]
    whole, sentences = passage_vectors(network, passages)
    owners = [place for place, one in enumerate(passages) for _ in one.sentences]
    holds = [n in one.answering for one in passages for n in range(len(one.sentences))]
    numbers = torch.arange(len(batch))[:, None]
    own = numbers == torch.arange(len(passages))
    other = torch.tensor(
        [[one.passage.document != passage.document for passage in passages] for one in batch]
    )
    loss = _unlikeliness(asked @ whole.T, own, other)
    of_own, answering = numbers == torch.tensor(owners), torch.tensor(holds)
    marked = torch.tensor([bool(one.passage.answering) for one in batch])
    if not marked.any():
        return loss
    right = of_own & answering
    wrong = (of_own & ~answering) | other[:, owners]
    return loss + _unlikeliness((asked @ sentences.T)[marked], right[marked], wrong[marked])


def question_vectors(network: Network, rows: Sequence[Sequence[int]]) -> Tensor:
    """Unit vectors (questions, dimension), float32."""
    return _means(network.states(rows), [[(0, len(row))] for row in rows])


def passage_vectors(network: Network, passages: Sequence[Passage]) -> tuple[Tensor, Tensor]:
    """Unit vectors, float32, of the passages (passages, dimension), and of all their sentences in
    turn (sentences, dimension)."""
    states = network.states([one.ids for one in passages])
    whole = _means(states, [[(0, len(one.ids))] for one in passages])
    return whole, _means(states, [one.sentences for one in passages])


def _means(states: Sequence[Tensor], parts: Sequence[Sequence[tuple[int, int]]]) -> Tensor:
    """The unit vectors of parts of each text's tokens."""
    places: list[int] = []
    owners: list[int] = []
    start = count = 0
    for one, spans in zip(states, parts, strict=True):
        for first, last in spans:
            places += range(start + first, start + last)
            owners += [count] * (last - first)
            count += 1
        start += len(one)
    tokens = torch.cat(list(states)).float()
    taken = tokens[torch.tensor(places, device=tokens.device)]
    sums = tokens.new_zeros(count, tokens.shape[1])
    sums = sums.index_add(0, torch.tensor(owners, device=tokens.device), taken)
    return functional.normalize(sums, dim=-1)


def _unlikeliness(cosines: Tensor, right: Tensor, wrong: Tensor) -> Tensor:
    """Minus the log of the share that the right ones have beside the wrong ones, on average."""
    logits = cosines / TEMPERATURE
    right, wrong = right.to(logits.device), wrong.to(logits.device)
    of_right = logits.masked_fill(~right, float("-inf")).logsumexp(-1)
    of_all = logits.masked_fill(~(right | wrong), float("-inf")).logsumexp(-1)
    return (of_all - of_right).mean()
