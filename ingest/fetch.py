"""From the paths and URLs a person names to the bytes behind them, one input at a time."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import DocumentTooLarge, InputError, SourceNotFound, UnsupportedFormat
from ingest.web import MAX_BYTES, WebPolicy, download

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Raw:
    """One input's bytes: `source` is its identity, `name` what to call it in a message."""

    source: str
    name: str
    content: bytes
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """One input that could not be had, and why."""

    source: str
    error: InputError


def gather(
    inputs: Iterable[str], policy: WebPolicy | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Raw | Unusable]:
    """The bytes of every file, of every file below a folder, and of every URL, in order.

    Nothing raises and nothing is skipped in silence: what cannot be read comes as Unusable, hidden
    files and folders too. A file's source is its absolute path, a URL's the URL itself.
    """
    for item in inputs:
        if _URL.match(item):
            yield _from_web(item, policy)
        elif not item:  # which would otherwise mean the present folder, and all that is in it
            yield Unusable(item, SourceNotFound("an empty name is no file or folder"))
        else:
            for path in _files(Path(item)):
                yield _from_file(path, max_bytes)


def count(inputs: Iterable[str]) -> int:
    """How many items `gather` will yield, without reading any of them."""
    return sum(
        1 if not item or _URL.match(item) else sum(1 for _ in _files(Path(item))) for item in inputs
    )


def source_of(path: Path) -> str:
    """A file's identity: its absolute path with forward slashes, in NFC, always encodable.

    macOS hands out decomposed Hangul for the same name that others hand out composed.
    """
    written = os.fsencode(_resolved(path).as_posix()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", written)


def _resolved(path: Path) -> Path:
    """Follow links as far as they lead; one that leads to itself names itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _from_web(url: str, policy: WebPolicy | None) -> Raw | Unusable:
    try:
        page = download(url, policy)
    except InputError as error:
        return Unusable(url, error)
    return Raw(source=url, name=url, content=page.content, url=page.url)


def _files(path: Path) -> Iterator[Path]:
    """The path itself, or everything below it in the order of names; hidden folders stay closed."""
    if not _is_folder(path) or _is_hidden(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        closed = [name for name in folders if name.startswith(".")]
        folders[:] = sorted(set(folders) - set(closed))
        yield from (Path(folder, name) for name in sorted([*names, *closed]))


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; what cannot even be looked at is reported when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".") and path.name not in {".", ".."}


def _from_file(path: Path, max_bytes: int) -> Raw | Unusable:
    source = source_of(path)
    try:
        return Raw(source=source, name=path.name, content=_bytes(path, max_bytes))
    except InputError as error:
        return Unusable(source, error)
    except OSError as error:
        return Unusable(source, InputError(f"{path}: cannot be read ({error.strerror})"))


def _bytes(path: Path, max_bytes: int) -> bytes:
    if not path.exists():
        raise SourceNotFound(f"{path}: no such file or folder")
    if _is_hidden(path):
        raise UnsupportedFormat(f"{path}: hidden files and folders are not read")
    if not path.is_file():
        raise UnsupportedFormat(f"{path}: neither a file nor a folder")
    size = path.stat().st_size
    if size > max_bytes:
        raise DocumentTooLarge(f"{path}: {size} bytes, at most {max_bytes} are read")
    return path.read_bytes()
