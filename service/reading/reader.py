"""Reads the best passages with the question beside them, all in a few passes of a small network.

Ranking compares vectors and words that were made without knowing the question; reading sees both
at once, and so can tell a sentence that answers from one that only speaks of the same thing.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.adapter import adapted
from index.bundled_encoder import HEADS
from index.passes import Passes, cores
from index.tensors import best_type, mapped
from index.tokens import Tokens
from service.reading.network import ReadingNetwork
from service.reading.windows import Window, windows

# What training.reader makes; beside this module, in every installation.
ADAPTER = Path(__file__).with_name("adapter.safetensors")

# Tokens an answer has at most.
LONGEST = 30

# What a sentence gets whose tokens the reader did not see, or a passage that was not read.
UNREAD = -12.0


@dataclass(frozen=True, slots=True)
class ToRead:
    """A passage for the reader: its document's title, its text, and the parts of the text (code
    points, in order) that are read, None for all of it."""

    title: str
    text: str
    parts: Sequence[tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one passage found.

    `answerable` is the logit of the passage holding the answer. `spans` (tokens, 2) are code points
    of the passage, `logits` (tokens, 2) those of the answer beginning and ending at a token.
    """

    answerable: float
    spans: NDArray[np.int64]
    logits: NDArray[np.float32]

    def share(self, start: int, end: int) -> float:
        """The log of how much of the answer lies in these code points: the mean of the log shares
        of its beginning and its end, at least UNREAD."""
        inside = self._inside(start, end)
        if not inside.any():
            return UNREAD
        within = _log_sum(self.logits[inside]) - _log_sum(self.logits)
        return max(float(within.mean()), UNREAD)

    def likeliest(self, start: int = 0, end: int = sys.maxsize) -> tuple[int, int] | None:
        """The span within these code points whose first and last tokens are likeliest together;
        None where no token of them was read."""
        inside = np.flatnonzero((self.spans[:, 0] >= start) & (self.spans[:, 1] <= end))
        if not inside.size:
            return None
        first, last = self.logits[inside, 0], self.logits[inside, 1]
        tokens = np.arange(inside.size)
        length = tokens[None, :] - tokens[:, None]
        joint = np.where(
            (length >= 0) & (length < LONGEST), first[:, None] + last[None, :], -np.inf
        )
        begin, until = np.unravel_index(joint.argmax(), joint.shape)
        return int(self.spans[inside[begin], 0]), int(self.spans[inside[until], 1])

    def saw(self, start: int, end: int) -> bool:
        """Whether any of these code points were read."""
        return bool(self._inside(start, end).any())

    def _inside(self, start: int, end: int) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        return inside


class Reader:
    """Reads passages with the bundled model and what was learnt on top. Safe in many threads."""

    def __init__(self, model_dir: Path, adapter: Path = ADAPTER) -> None:
        """Load the bundled model's directory and the adapter made for it."""
        base, learnt = mapped(model_dir / "model.safetensors"), mapped(adapter)
        weights = adapted(base, learnt, best_type())
        self._network = ReadingNetwork(weights, HEADS, packed=True)
        self._tokens = Tokens(model_dir)
        self._passes = Passes(self._pass, lambda window: len(window.ids), cores())

    def read(self, question: str, passages: Sequence[ToRead]) -> list[Reading]:
        """One Reading for each passage, in order; a long passage is read in several windows."""
        rows = [
            (number, window)
            for number, passage in enumerate(passages)
            for window in windows(
                question,
                passage.title,
                passage.text,
                self._tokens.tokenise,
                self._tokens.marks,
                parts=passage.parts,
            )
        ]
        found: list[list[Reading]] = [[] for _ in passages]
        readings = self._passes([window for _, window in rows])
        for (number, _), reading in zip(rows, readings, strict=True):
            found[number].append(reading)
        return [_joined(parts) for parts in found]

    def _pass(self, batch: Sequence[Window]) -> list[Reading]:
        import torch

        with torch.inference_mode():
            read = self._network.read([window.ids for window in batch])
        return [
            Reading(
                float(answerable),
                np.array(window.spans, np.int64).reshape(-1, 2),
                spans[window.first : window.first + len(window.spans)].numpy(),
            )
            for window, (spans, answerable) in zip(batch, read, strict=True)
        ]


def _joined(parts: Sequence[Reading]) -> Reading:
    """Several windows of one passage as one: the best of them says whether it answers, and a token
    that two of them saw counts where it is likelier."""
    if len(parts) == 1:
        return parts[0]
    return Reading(
        max(part.answerable for part in parts),
        np.concatenate([part.spans for part in parts]),
        np.concatenate([part.logits for part in parts]),
    )


def _log_sum(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The log of the summed exponentials of each column."""
    most = logits.max(axis=0)
    total: NDArray[np.float32] = most + np.log(np.exp(logits - most).sum(axis=0))
    return total
