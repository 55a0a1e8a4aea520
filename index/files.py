"""Files that survive a crash: written, synced, and only then seen under their name."""

import hashlib
import os
from pathlib import Path

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


def replace_text(path: Path, text: str) -> None:
    """Put a small text under a name at once: readers see the old one or the new one, whole."""
    beside = path.with_name(f"{path.name}.new")
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
