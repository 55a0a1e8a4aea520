"""From the paths and URLs a person names to the bytes behind them, one input at a time."""

import os
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.archive import MAX_UNPACKED_BYTES
from ingest.decode import decode_name
from ingest.errors import DocumentTooLarge, InputError, SourceNotFound, UnsupportedFormat
from ingest.expand import expand
from ingest.raw import Raw, Unusable, is_hidden
from ingest.sniff import HEAD_BYTES, may_hold_documents
from ingest.web import MAX_BYTES, WebPolicy, download

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def gather(
    inputs: Iterable[str], policy: WebPolicy | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Raw | Unusable]:
    """The bytes of every file, of every file below a folder, and of every URL, in order; of what
    holds or names documents, the bytes of each of them (see `ingest.expand`).

    Nothing raises and nothing is skipped in silence: what cannot be read comes as Unusable; so do
    hidden files, and folders that are hidden, linked or cannot be opened. A file's source is its
    absolute path, a URL's the URL itself. `max_bytes` holds for documents; an archive or a mailbox
    may have as many as it may unpack to.
    """
    follow = _Follower(policy or WebPolicy())
    for item in inputs:
        for found in _fetched(item, policy, max_bytes):
            if isinstance(found, Raw):
                yield from expand(found, fetch=follow)
            else:
                yield found


def count(inputs: Iterable[str]) -> int:
    """How many items `gather` will yield at least, without reading any of them."""
    return sum(
        1 if not item or _URL.match(item) else sum(1 for _ in _files(Path(item))) for item in inputs
    )


def source_of(path: Path) -> str:
    """A file's identity: its absolute path with forward slashes, in NFC, always encodable.

    macOS hands out decomposed Hangul for the same name that others hand out composed.
    """
    return written(_resolved(path).as_posix())


def written(path: str) -> str:
    """A name or path as the system gives it, as it is stored: in NFC, each part decoded by itself,
    and bytes that are no text spelt out, so that different names stay different."""
    return unicodedata.normalize("NFC", "/".join(map(_decoded, path.split("/"))))


def _decoded(name: str) -> str:
    as_bytes = os.fsencode(name)
    return decode_name(as_bytes) or as_bytes.decode("utf-8", "backslashreplace")


def _resolved(path: Path) -> Path:
    """Follow links as far as they lead; one that leads to itself names itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _fetched(item: str, policy: WebPolicy | None, max_bytes: int) -> Iterator[Raw | Unusable]:
    if _URL.match(item):
        yield _from_web(item, policy)
    elif not item:  # which would otherwise mean the present folder, and all that is in it
        yield Unusable(item, SourceNotFound("an empty name is no file or folder"))
    else:
        for found in _files(Path(item)):
            yield found if isinstance(found, Unusable) else _from_file(found, max_bytes)


def _from_web(url: str, policy: WebPolicy | None) -> Raw | Unusable:
    try:
        page = download(url, policy)
    except InputError as error:
        return Unusable(url, error)
    return Raw(source=url, name=url, content=page.content, url=page.url)


class _Follower:
    """Fetches the links of feeds one at a time, with a pause after each for the site's sake."""

    def __init__(self, policy: WebPolicy) -> None:
        self._policy = policy
        self._rested = 0.0  # on the monotonic clock

    def __call__(self, url: str) -> Raw | Unusable:
        time.sleep(max(0.0, self._rested - time.monotonic()))
        found = _from_web(url, self._policy)
        self._rested = time.monotonic() + self._policy.pause
        return found


def _files(path: Path) -> Iterator[Path | Unusable]:
    """The path itself, or everything below it in the order of names, and last the folders that
    could not be opened; hidden and linked folders stay closed."""
    if not _is_folder(path) or is_hidden(path.name):
        yield path
        return
    failed: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=failed.append):
        closed = [name for name in folders if is_hidden(name) or _is_link(Path(folder, name))]
        folders[:] = sorted(set(folders) - set(closed))
        yield from (Path(folder, name) for name in sorted([*names, *closed]))
    yield from map(_unopened, failed)


def _unopened(error: OSError) -> Unusable:
    folder = Path(error.filename)
    said = f"{_said(folder)}: cannot be opened as a folder ({error.strerror})"
    return Unusable(source_of(folder), InputError(said))


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; what cannot even be looked at is reported when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_link(path: Path) -> bool:
    """As for folders: one whose path is too long, say, fails when it is to be opened."""
    try:
        return path.is_symlink()
    except OSError:
        return False


def _from_file(path: Path, max_bytes: int) -> Raw | Unusable:
    source = source_of(path)
    try:
        return Raw(source=source, name=written(path.name), content=_bytes(path, max_bytes))
    except InputError as error:
        return Unusable(source, error)
    except OSError as error:
        return Unusable(source, InputError(f"{_said(path)}: cannot be read ({error.strerror})"))


def _said(path: Path) -> str:
    """A path in a message: as it was given, and always encodable."""
    return written(str(path))


def _bytes(path: Path, max_bytes: int) -> bytes:
    said = _said(path)
    if not path.exists():
        raise SourceNotFound(f"{said}: no such file or folder")
    if is_hidden(path.name):
        raise UnsupportedFormat(f"{said}: hidden files and folders are not read")
    if path.is_dir():
        raise UnsupportedFormat(f"{said}: linked folders are read only where they are named")
    if not path.is_file():
        raise UnsupportedFormat(f"{said}: neither a file nor a folder")
    size = path.stat().st_size
    with path.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
        most = max(max_bytes, MAX_UNPACKED_BYTES) if may_hold_documents(head) else max_bytes
        if size > most:
            raise DocumentTooLarge(f"{said}: {size} bytes, at most {most} are read")
        return head + opened.read()
