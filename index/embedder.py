"""Text in, unit vectors out: the only module that runs a neural network.

A passage and its sentences are embedded in one pass: the passage's vector is the model's own, and
each sentence's vector is the mean over its tokens of the same pass, so that a sentence is read in
its context and costs nothing extra (Günther et al. 2024, "Late Chunking", arXiv:2409.04701).
"""

import itertools
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import bundled_model, model_id
from index.errors import ModelUnreadable

if TYPE_CHECKING:
    import torch

BUNDLED = "bundled"

# Tokens in one batch, padding included. Length-sorted batches of 4-8 passages of 300 tokens are
# the fastest on two cores; larger ones fall out of the cache.
BATCH_TOKENS = 2048

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded for one passage: its document's title, its text, and the spans of its
    sentences as (start, end) code points in `text`."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...] = ()


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


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one passage that fits the model: token ids, and who owns which token."""

    passage: int
    ids: tuple[int, ...]
    sentences: tuple[tuple[int, int, int], ...]  # sentence number, first token, last token + 1


class SentenceTransformerEmbedder:
    """Any sentence-transformers model with a fast tokenizer, on the CPU."""

    def __init__(self, path: str, model_id: str) -> None:
        """Load the model: bfloat16 where the processor computes in it, float32 elsewhere.

        Raises ModelUnreadable when there is no such model.
        """
        self.model_id = model_id
        self._model = _load(path)
        # torch's threads share the cores, so that of each kind one at a time is fastest; a question
        # never waits for a batch of passages.
        self._questions, self._passages = threading.Lock(), threading.Lock()
        self.dimension = int(self._model.get_embedding_dimension())
        self._query_prefix, self._passage_prefix = _prefixes(self._model, path)

    def encode_query(self, text: str) -> Matrix:
        """See Embedder. A question longer than the model reads is cut at the model's limit."""
        with self._questions:
            pooled, _ = self._forward([self._question(text)])
        vector: Matrix = _unit(pooled)[0]
        return vector

    def _question(self, text: str) -> _Window:
        ids = self._tokens(self._query_prefix + text)["input_ids"]
        limit = self._model.max_seq_length
        if len(ids) > limit:
            ids = [*ids[: limit - 1], ids[-1]]
        return _Window(0, tuple(ids), ())

    def _tokens(self, text: str) -> Any:  # noqa: ANN401 - transformers' BatchEncoding is untyped
        return self._model.tokenizer(
            text, return_offsets_mapping=True, truncation=False, verbose=False
        )

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder. A passage longer than the model reads is read in windows of whole
        sentences, and its vector is the windows' mean weighted by their tokens."""
        windows = [w for i, passage in enumerate(passages) for w in self._windows(i, passage)]
        results = [
            np.zeros((1 + len(passage.sentences), self.dimension), np.float32)
            for passage in passages
        ]
        for batch in _batches(windows):
            with self._passages:
                pooled, tokens = self._forward(batch)
            for window, vector, states in zip(batch, pooled, tokens, strict=True):
                result = results[window.passage]
                result[0] += vector * np.float32(len(window.ids))
                for number, first, last in window.sentences:
                    result[1 + number] += states[first:last].sum(axis=0)
        for result in results:
            blank = ~result.any(axis=1)
            result[blank] = result[0]  # a sentence without a token speaks for its passage
        return [_unit(result) for result in results]

    def count_tokens(self, text: str) -> int:
        """See Embedder."""
        return len(
            self._model.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)[
                "input_ids"
            ]
        )

    def _windows(self, number: int, passage: PassageText) -> Iterator[_Window]:
        head = self._passage_prefix + (passage.title + "\n" if passage.title else "")
        encoded = self._tokens(head + passage.text)
        ids: list[int] = encoded["input_ids"]
        offsets = [_moved(span, len(head)) for span in encoded["offset_mapping"]]
        bounds = _token_spans(offsets[1:-1], passage.sentences)
        spans = tuple((s, a + 1, b + 1) for s, a, b in bounds)
        limit = self._model.max_seq_length
        if len(ids) <= limit:
            yield _Window(number, tuple(ids), spans)
            return
        prefix = next((i for i, (a, _) in enumerate(offsets) if i and a >= 0), 1)
        prefix = min(prefix, limit // 4)  # a title must leave room for the text
        room = limit - prefix - 1
        cuts = _cuts(prefix, len(ids) - 1, room, [first for _, first, _ in spans])
        for start, end in itertools.pairwise(cuts):
            yield _Window(
                number,
                tuple(ids[:prefix] + ids[start:end] + ids[-1:]),
                tuple(
                    (s, max(a, start) - start + prefix, min(b, end) - start + prefix)
                    for s, a, b in spans
                    if a < end and b > start
                ),
            )

    def _forward(self, batch: Sequence[_Window]) -> tuple[Matrix, list[Matrix]]:
        """Pooled vectors (n, dimension) and, per window, its token states (tokens, dimension)."""
        import torch

        width = max(len(window.ids) for window in batch)
        pad = self._model.tokenizer.pad_token_id
        ids = torch.full((len(batch), width), pad, dtype=torch.long)
        mask = torch.zeros((len(batch), width), dtype=torch.long)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids)] = torch.tensor(window.ids)
            mask[row, : len(window.ids)] = 1
        with torch.inference_mode():
            out = self._model({"input_ids": ids, "attention_mask": mask})
            pooled: Matrix = out["sentence_embedding"].float().numpy()
            states: Matrix = out["token_embeddings"].float().numpy()
        return pooled, list(states)


def _load(path: str) -> Any:  # noqa: ANN401 - sentence-transformers is untyped
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers is half typed
    try:
        return SentenceTransformer(
            path,
            device="cpu",
            local_files_only=Path(path).exists(),
            model_kwargs={"dtype": _dtype()},
        ).eval()
    except (OSError, ValueError) as error:
        raise ModelUnreadable(f"no embedding model loads from {path!r}: {error}") from error


def _dtype() -> "torch.dtype":
    """bfloat16 is 2-3 times faster than float32 where the processor has it and slower elsewhere."""
    import torch

    return torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32


def _prefixes(model: Any, path: str) -> tuple[str, str]:  # noqa: ANN401
    """What the model was trained to see before a question and before a passage."""
    prompts = model.prompts or {}
    query = prompts.get("query")
    passage = prompts.get("document") or prompts.get("passage")
    if not query and not passage and "e5" in Path(path).name.lower():
        return "query: ", "passage: "
    return query or "", passage or ""


def _moved(span: tuple[int, int], shift: int) -> tuple[int, int]:
    """A span counted from `shift`. The first token of a text holds the space before it, too; that
    space is not the text's.

    >>> _moved((8, 10), 9), _moved((2, 8), 9)
    ((0, 1), (-7, -1))
    """
    start, end = span[0] - shift, span[1] - shift
    return (max(start, 0) if end > 0 else start), end


def _token_spans(
    offsets: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """(sentence number, first token, last token + 1) for every sentence that has a token.

    >>> list(_token_spans([(0, 3), (3, 4), (5, 9)], [(0, 4), (5, 9)]))
    [(0, 0, 2), (1, 2, 3)]
    """
    token = 0
    for number, (start, end) in enumerate(sentences):
        while token < len(offsets) and offsets[token][1] <= start:
            token += 1
        first = token
        while token < len(offsets) and offsets[token][0] < end:
            token += 1
        if token > first:
            yield number, first, token


def _cuts(start: int, end: int, room: int, firsts: Sequence[int]) -> list[int]:
    """Where to cut tokens [start, end) into windows of at most `room`, at sentence starts if any.

    >>> _cuts(0, 10, 4, [0, 3, 6])
    [0, 3, 6, 10]
    """
    cuts = [start]
    while end - cuts[-1] > room:
        inside = [first for first in firsts if cuts[-1] < first <= cuts[-1] + room]
        cuts.append(max(inside, default=cuts[-1] + room))
    return [*cuts, end]


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows of similar length together, as many as BATCH_TOKENS holds, the longest first."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda window: -len(window.ids)):
        if batch and len(batch[0].ids) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


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
        return SentenceTransformerEmbedder(str(bundled_model(cache_dir)), model_id())
    return SentenceTransformerEmbedder(model, model)
