"""A whole model file in miniature, in the 4-bit format of the bundled model."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, TYPES = 32, 1, 2, 64, 4, 2
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁장관", "▁ask", "<mask>")
SCORES = (0.0, 0.0, 0.0, -1.0, -2.5, -3.0, 0.0)


def floats(*values: float) -> bytes:
    return struct.pack(f"<{len(values)}f", *values)


def block(scale: float, weights: Sequence[int]) -> bytes:
    """32 weights, each a whole number of scales from -8 to 7."""
    low, high = weights[:16], weights[16:]
    packed = bytes((a + 8) | (b + 8) << 4 for a, b in zip(low, high, strict=True))
    return struct.pack("<e", scale) + packed


def tensors() -> dict[str, bytes]:
    """Every tensor a network of these sizes has; the values stand for nothing."""

    def q4(rows: int, columns: int) -> bytes:
        return block(0.5, [1] * 32) * (rows * columns // 32)

    found = {
        "emb.word": q4(len(PIECES), HIDDEN),
        "emb.pos": floats(*range(POSITIONS * HIDDEN)),
        "emb.type": floats(*[7.0] * HIDDEN),  # one row stored, two in the network
        "emb.ln.w": floats(*[1.0] * HIDDEN),
        "emb.ln.b": floats(*[0.0] * HIDDEN),
    }
    for name, rows, columns in (
        ("q", HIDDEN, HIDDEN),
        ("k", HIDDEN, HIDDEN),
        ("v", HIDDEN, HIDDEN),
        ("ao", HIDDEN, HIDDEN),
        ("fi", WIDE, HIDDEN),
        ("fo", HIDDEN, WIDE),
    ):
        found[f"l0.{name}.w"] = q4(rows, columns)
        found[f"l0.{name}.b"] = floats(*np.arange(rows))
    for name in ("aln", "oln"):
        found[f"l0.{name}.w"] = floats(*[1.0] * HIDDEN)
        found[f"l0.{name}.b"] = floats(*[0.0] * HIDDEN)
    return found


@dataclass
class ModelFile:
    """What goes into the file; a test changes the one thing it is about."""

    magic: bytes = b"E5S1"
    weights_in_a_block: int = 32
    tensors: dict[str, bytes] = field(default_factory=tensors)

    def content(self) -> bytes:
        head = self._head() + self._vocabulary() + struct.pack("<iI", 1, 3) + b"map"
        directory = struct.pack("<i", len(self.tensors))
        sizes = sum(2 + len(name.encode()) + 21 for name in self.tensors)
        at = len(head) + len(directory) + sizes
        for name, content in self.tensors.items():
            directory += struct.pack("<H", len(name.encode())) + name.encode()
            directory += struct.pack("<BIQQ", 0, 0, at, len(content))
            at += len(content)
        return head + directory + b"".join(self.tensors.values())

    def write(self, path: Path) -> Path:
        path.write_bytes(self.content())
        return path

    def _head(self) -> bytes:
        sizes = (HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, TYPES)
        numbers = struct.pack("<I7if", 1, *sizes, 1e-12)
        return self.magic + numbers + struct.pack("<i", self.weights_in_a_block)

    def _vocabulary(self) -> bytes:
        encoded = [piece.encode() for piece in PIECES]
        offsets = np.cumsum([0, *map(len, encoded)])
        head = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
        return head + offsets.astype("<u4").tobytes() + floats(*SCORES) + b"".join(encoded)
