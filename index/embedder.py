"""Text in, unit vectors out.

A passage and its sentences are embedded in one pass: the passage's vector is the model's own, and
each sentence's vector is the mean over its tokens of the same pass, so that a sentence is read in
its context and costs nothing extra (Günther et al. 2024, "Late Chunking", arXiv:2409.04701).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from index.bundled_model import bundled_model, model_id
from index.encoder import Encoder, Matrix
from index.passes import Passes
from index.together import Together
from index.windowing import Span, Window, windows

BUNDLED = "bundled"

# Questions that are embedded in one pass.
MOST_QUESTIONS = 16


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded for one passage: its document's title, its text, and the spans of its
    sentences as (start, end) code points in `text`."""

    title: str
    text: str
    sentences: tuple[Span, ...] = ()


class Embedder(Protocol):
    """Anything that turns passages and questions into unit vectors of one space."""

    @property
    def model_id(self) -> str:
        """The name vectors are stored under; vectors of different names are never compared."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def encode_query(self, text: str) -> Matrix:
        """The question's unit vector, shape (dimension,)."""

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """For each passage a matrix of unit rows, shape (1 + sentences, dimension): row 0 is the
        passage, row i its i-th sentence."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model's tokenizer cuts a text into, special tokens not counted."""


class ModelEmbedder:
    """The vectors that a model gives. Safe in many threads: questions that come together are
    embedded together, and none waits for a passage."""

    def __init__(self, encoder: Encoder, model_id: str) -> None:
        """`model_id` is the name that vectors of this encoder are stored under."""
        self.model_id = model_id
        self.dimension = encoder.dimension
        self._encoder = encoder
        self._questions = Together(self._embed_questions, MOST_QUESTIONS, encoder.at_once)
        self._passages = Passes(self._pass, lambda window: len(window.ids), encoder.at_once)

    def encode_query(self, text: str) -> Matrix:
        """See Embedder. A question longer than the model reads is cut at the model's limit."""
        return self._questions(text)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder. A passage longer than the model reads is read in windows of whole
        sentences, and its vector is the windows' mean weighted by their tokens."""
        results = [
            np.zeros((1 + len(passage.sentences), self.dimension), np.float32)
            for passage in passages
        ]
        cut = self._windows(passages)
        for window, sums in zip(cut, self._passages(cut), strict=True):
            result = results[window.passage]
            result[[0, *(1 + number for number, _, _ in window.sentences)]] += sums
        for result in results:
            blank = ~result.any(axis=1)
            result[blank] = result[0]  # a sentence without a token speaks for its passage
        return [_unit(result) for result in results]

    def count_tokens(self, text: str) -> int:
        """See Embedder."""
        return self._encoder.count_tokens(text)

    def _embed_questions(self, texts: Sequence[str]) -> list[Matrix]:
        model = self._encoder
        asked = model.tokens([model.query_prefix + text for text in texts])
        rows = [_limited(one.ids, model.limit) for one in asked]
        return [_unit(vector) for vector, _ in model.states(rows)]

    def _windows(self, passages: Sequence[PassageText]) -> list[Window]:
        model = self._encoder
        heads = [
            model.passage_prefix + (passage.title + "\n" if passage.title else "")
            for passage in passages
        ]
        texts = [head + passage.text for head, passage in zip(heads, passages, strict=True)]
        return [
            window
            for number, encoded in enumerate(model.tokens(texts))
            for window in windows(
                number, encoded, len(heads[number]), passages[number].sentences, model.limit
            )
        ]

    def _pass(self, batch: Sequence[Window]) -> list[Matrix]:
        """Per window, shape (1 + sentences, dimension): its vector times its tokens, and the sum
        of the states of each of its sentences' tokens."""
        return [
            np.stack(
                [
                    vector * np.float32(len(window.ids)),
                    *(states[first:last].sum(axis=0) for _, first, last in window.sentences),
                ]
            )
            for window, (vector, states) in zip(
                batch, self._encoder.states([window.ids for window in batch]), strict=True
            )
        ]


def _limited(ids: Sequence[int], limit: int) -> Sequence[int]:
    """The first tokens and the last, which ends the row."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]


def _unit(rows: Matrix) -> Matrix:
    """Rows scaled to length 1, in float32: bfloat16's own normalisation is off by up to 1%."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Matrix = rows / np.maximum(norms, np.float32(1e-12))
    return scaled


def open_embedder(model: str, cache_dir: Path) -> Embedder:
    """The embedder for a setting: "bundled", or a sentence-transformers name or directory.

    Raises ModelUnreadable when it cannot be loaded.
    """
    if model == BUNDLED:
        from index.bundled_encoder import BundledEncoder

        return ModelEmbedder(BundledEncoder(bundled_model(cache_dir)), model_id())
    from index.library_encoder import LibraryEncoder

    return ModelEmbedder(LibraryEncoder(model), model)
