"""What a folder holds at one moment: every file with the marks by which a change is noticed."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SourceNotFound
from ingest.fetch import source_of, written
from ingest.raw import is_hidden


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as the system describes it: bytes, moments of its last changes in nanoseconds, inode.

    Whoever writes to it, renames it or changes who may read it changes at least one of these.
    """

    path: Path
    size: int
    modified: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The files below a folder by source (see `ingest.fetch.source_of`), hidden ones left out.

    `closed` are the folders in it that could not be opened, by source: nothing is known of them.
    """

    files: Mapping[str, Seen]
    closed: frozenset[str]

    def file_of(self, source: str) -> str | None:
        """The file that a source is or lies in ("/a/press.zip/b.md"); or the closed folder it may
        be in; None when there is neither.

        >>> seen = Seen(Path("/a/press.zip"), 1, 2, 3, 4)
        >>> listing = Listing({"/a/press.zip": seen}, frozenset(["/a/locked"]))
        >>> [listing.file_of(f"/a/{name}") for name in ("press.zip/b.md", "locked/c.md", "d.md")]
        ['/a/press.zip', '/a/locked', None]
        """
        found = (one for one in places(source) if one in self.files or one in self.closed)
        return next(found, None)


def places(source: str) -> Iterator[str]:
    """A source and all it may lie in, from the inside out.

    >>> list(places("/a/press.zip/b.md"))
    ['/a/press.zip/b.md', '/a/press.zip', '/a']
    """
    while source:
        yield source
        source = source.rpartition("/")[0]


def list_folder(folder: Path) -> Listing:
    """Look at every file below a folder. Raises SourceNotFound when it cannot be opened itself."""
    files: dict[str, Seen] = {}
    closed: set[str] = set()
    waiting = [(folder, source_of(folder))]
    while waiting:
        here, source = waiting.pop()
        try:
            entries = list(_visible(here))
        except OSError as error:
            if here == folder:
                raise SourceNotFound(
                    f"{folder}: cannot be opened as a folder ({error.strerror})"
                ) from error
            closed.add(source)
            continue
        for entry in entries:
            # Resolving every path would ask the system about each of its parts.
            below = f"{source.rstrip('/')}/{written(entry.name)}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), below))
            elif seen := _seen(entry):
                files[source_of(seen.path) if entry.is_symlink() else below] = seen
    return Listing(dict(sorted(files.items())), frozenset(closed))


def _visible(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not is_hidden(entry.name))


def _seen(entry: "os.DirEntry[str]") -> Seen | None:
    """None when it went away since its folder was opened, or is a link that leads nowhere."""
    try:
        stat = entry.stat()
        is_file = entry.is_file()
    except OSError:
        return None
    if not is_file:
        return None
    return Seen(Path(entry.path), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
