"""Files that survive a crash: written, synced, and only then seen under their name."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from index.errors import StorageFailed
from index.partials import in_use, partial_of, sweep

# Read at a time when hashing: large enough to be fast, small beside an index.
_BLOCK = 1 << 20


def sync_file(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until a folder's entries (creations, renames) are on the disk."""
    if os.name == "nt":  # Windows syncs entries by itself and cannot open a folder
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str, mode: int | None = None) -> None:
    """Put a small text under a name at once: readers see the old one or the new one, whole.

    `mode` is whom it is for; without one, whom files are for by default.
    """
    beside = path.with_name(f"{path.name}.new")
    if mode is not None:
        beside.unlink(missing_ok=True)
        beside.touch(mode)
    beside.write_text(text, encoding="utf-8")
    sync_file(beside)
    beside.replace(path)
    sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    """The hexadecimal SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def copy_synced(source: Path, target: Path) -> str:
    """Copy a file, wait until it is on the disk, and give the SHA-256 of what was copied.

    It is for whom the file is: a secret stays one.
    """
    digest = hashlib.sha256()
    target.touch(stat.S_IMODE(source.stat().st_mode) | stat.S_IWUSR, exist_ok=False)
    with source.open("rb") as read, target.open("wb") as written:
        while block := read.read(_BLOCK):
            digest.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes a name, and what was there under it, when it is whole and on the disk.

    Left by an error, it is taken away again.
    """
    sweep(path)
    beside = partial_of(path)
    try:
        with beside.open("wb") as file, in_use(beside):
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors into StorageFailed, which names the path."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(f"{path}: {error.strerror or error}") from error
