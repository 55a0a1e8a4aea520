"""What the reader is shown in an epoch, and how far off it is in a batch of rows."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from index.bundled_encoder import HEADS
from index.tokens import Tokens
from service.reading.network import ReadingNetwork
from training.examples import Example, across, taught
from training.loop import Epoch
from training.material import Asked
from training.pairs import Pairs
from training.rows import Row, batches, row_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The questions of a set, and how often an epoch shows each: a part of them, or all of them
    several times."""

    asked: Sequence[Asked]
    share: float = 1.0

    def of_an_epoch(self, chance: random.Random) -> list[Asked]:
        """Those that an epoch shows."""
        times, part = divmod(self.share, 1.0)
        return [*self.asked] * int(times) + chance.sample(self.asked, round(part * len(self.asked)))


def epochs(
    learning: Sequence[Shown], searches: Sequence[Pairs], tokens: Tokens, seed: int
) -> Epoch[Sequence[Row]]:
    """The batches of any epoch; what is shown of a set, and what misleads, is chosen anew in
    each."""

    def epoch(number: int) -> Iterator[Sequence[Row]]:
        chance = random.Random(f"{seed} {number}")
        some = [one for shown in learning for one in shown.of_an_epoch(chance)]
        examples = list(taught(some, chance))
        for pairs in searches:
            examples += across(pairs, chance)
        yield from batches(list(_rows(examples, tokens)), chance)

    return epoch


def loss_of(weights: Mapping[str, Tensor], rows: Sequence[Row]) -> Tensor:
    """Cross-entropy of the answer's first and last token among the text's tokens, over rows that
    have one marked, and of the row answering, over all."""
    read = ReadingNetwork(weights, HEADS).read([row.window.ids for row in rows])
    answerable = torch.stack([logit for _, logit in read])
    wanted = torch.tensor([float(row.answerable) for row in rows], device=answerable.device)
    loss = functional.binary_cross_entropy_with_logits(answerable, wanted)
    marked = [_off(row, spans) for row, (spans, _) in zip(rows, read, strict=True) if row.answer]
    return loss + torch.stack(marked).mean() if marked else loss


def _off(row: Row, spans: Tensor) -> Tensor:
    """How far the logits (tokens, 2) are off the row's marked answer."""
    window = row.window
    logits = spans[window.first : window.first + len(window.spans)]
    targets = torch.tensor(row.answer, device=logits.device) - window.first
    return functional.cross_entropy(logits.T, targets)


def _rows(examples: Sequence[Example], tokens: Tokens) -> Iterator[Row]:
    for example in examples:
        row = row_of(example, tokens.tokenise, tokens.marks)
        if row is not None:
            yield row
