"""Named arrays in one file, written once and read by memory map.

The form is that of safetensors: eight bytes that say how long the header is, the header as JSON,
and the arrays one after the other, little-endian, those with the widest elements first so that each
lies where the processor likes it.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_NAMES: dict[np.dtype[Any], str] = {
    np.dtype("<u8"): "U64",
    np.dtype("<i8"): "I64",
    np.dtype("<i4"): "I32",
    np.dtype("<f4"): "F32",
    np.dtype("<f2"): "F16",
    np.dtype("u1"): "U8",
}
_DTYPES: dict[str, np.dtype[Any]] = {name: dtype for dtype, name in _NAMES.items()}
# The header is padded to a multiple of this, the widest element.
_ALIGNED = 8


@dataclass(frozen=True, slots=True)
class Column:
    """An array to be written that need not be in memory as a whole: its blocks, one after the other
    along the first axis."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    blocks: Iterable[NDArray[Any]]

    @classmethod
    def of(cls, array: NDArray[Any]) -> "Column":
        """A whole array."""
        return cls(array.dtype, array.shape, (array,))


def write(path: Path, columns: Mapping[str, Column]) -> str:
    """Write arrays into a new file; gives the SHA-256 of its content.

    Raises ValueError when a column's blocks are not of its shape.
    """
    ordered = sorted(columns.items(), key=lambda item: (-item[1].dtype.itemsize, item[0]))
    header: dict[str, dict[str, object]] = {}
    end = 0
    for name, column in ordered:
        start, end = end, end + math.prod(column.shape) * column.dtype.itemsize
        header[name] = {
            "dtype": _NAMES[column.dtype],
            "shape": list(column.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % _ALIGNED)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for content in (len(text).to_bytes(_ALIGNED, "little"), text):
            digest.update(content)
            file.write(content)
        for name, column in ordered:
            written = _write_blocks(file, digest, column)
            if written != math.prod(column.shape) * column.dtype.itemsize:
                raise ValueError(f"{name} has {written} bytes, not those of {column.shape}")
    return digest.hexdigest()


def _write_blocks(file: IO[bytes], digest: "hashlib._Hash", column: Column) -> int:
    written = 0
    for block in column.blocks:
        content = np.ascontiguousarray(block, column.dtype).reshape(-1).view(np.uint8).data
        digest.update(content)
        file.write(content)
        written += len(content)
    return written


def read(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file, unread until they are used and not to be changed.

    Raises ValueError when the file is not of this form.
    """
    mapped = np.memmap(path, np.uint8, mode="r").view(np.ndarray)
    begin = _ALIGNED + int.from_bytes(mapped[:_ALIGNED].tobytes(), "little")
    try:
        header = json.loads(mapped[_ALIGNED:begin].tobytes())
        return {name: _array(mapped[begin:], about) for name, about in header.items()}
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} holds no arrays: {error!r}") from error


def _array(data: NDArray[np.uint8], about: Mapping[str, Any]) -> NDArray[Any]:
    start, end = about["data_offsets"]
    dtype: np.dtype[Any] = _DTYPES[about["dtype"]]
    array: NDArray[Any] = data[start:end].view(dtype)
    return array.reshape(about["shape"])
