"""Snapshots on disk: segments written beside, synced, renamed, and only then pointed at.

snapshots/<beginning of its SHA-256>.segment: a segment, never changed; so are
snapshots/<...>.codes: the codes of a large segment's vectors, and
snapshots/<...>.frame: what all vectors are moved by
snapshots/CURRENT: the manifest of the snapshot in use, under its checksum
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index import arrays
from index.arrays import Column
from index.crashpoints import CrashPoint, reach
from index.files import copy_synced, replace_text, sha256_of, sync_file, sync_folder
from index.manifest import Manifest, StoredFile


@dataclass(frozen=True, slots=True)
class Written:
    """A file that does not have its name yet."""

    path: Path
    sha256: str


class SnapshotFolder:
    """The folder `root` of a data directory's snapshots; one process at a time writes there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "CURRENT"

    def write(self, columns: Mapping[str, Column], beside: str = "building") -> Written:
        """Write arrays to the disk under a name of their own, where nothing points to them."""
        with self._beside(beside) as path:
            digest = arrays.write(path, columns)
            reach(CrashPoint.SNAPSHOT_WRITE)
            sync_file(path)
            return Written(path, digest)

    def write_by(self, write: Callable[[Path], None], beside: str) -> Written:
        """The same for a file that `write` makes."""
        with self._beside(beside) as path:
            write(path)
            sync_file(path)
            return Written(path, sha256_of(path))

    def keep(self, written: Written, kind: str) -> StoredFile:
        """Give a file its name."""
        file = StoredFile(f"{written.sha256[:16]}.{kind}", written.sha256)
        reach(CrashPoint.BEFORE_RENAME)
        written.path.replace(self.root / file.name)
        sync_folder(self.root)
        reach(CrashPoint.AFTER_RENAME)
        return file

    def point(self, manifest: Manifest) -> None:
        """Make a snapshot the one in use; a crash leaves the old one or the new one.

        What has been written for it goes when that fails: on a full disk it would be in the way.
        """
        before = self._names()
        reach(CrashPoint.BEFORE_POINTER)
        try:
            replace_text(self._pointer, manifest.to_text())
        except OSError:
            self._keep_only(before | self._names())
            raise
        reach(CrashPoint.AFTER_POINTER)
        # Another process may just be reading the one before.
        self._keep_only(before | {file.name for file in manifest.files})

    def exists(self) -> bool:
        """Whether any snapshot is pointed at."""
        return self._pointer.exists()

    def manifest(self) -> Manifest:
        """That of the snapshot in use. Raises ValueError or OSError when it cannot be read."""
        return Manifest.from_text(self._pointer.read_text(encoding="utf-8"))

    def check(self, file: StoredFile) -> Path:
        """Where a file is. Raises ValueError or OSError when it is not what was written."""
        path = self.path(file)
        if sha256_of(path) != file.sha256:
            raise ValueError(f"{path} fails its checksum")
        return path

    def path(self, file: StoredFile) -> Path:
        """Where a file is. Raises ValueError for a name that leads elsewhere."""
        path = self.root / file.name
        if path.parent != self.root:
            raise ValueError(f"{file.name} is no name of a segment")
        return path

    def copy_to(self, folder: Path) -> None:
        """Put the snapshot in use, as it is, into another such folder.

        Files are linked where the disk can do that: they are never changed. Nothing is copied when
        there is no snapshot, or another has taken its place; one is made again from the database.
        """
        try:
            manifest = self.manifest()
            for file in manifest.files:
                _link(self.path(file), folder / file.name)
        except (OSError, ValueError):
            for half in folder.iterdir():
                half.unlink()
            return
        replace_text(folder / self._pointer.name, manifest.to_text())

    def sweep(self) -> None:
        """Remove what an interrupted write, or an earlier release, has left."""
        for half in self.root.glob(".*"):
            if not half.is_dir():
                half.unlink()
        self._keep_only(self._names())

    @contextmanager
    def _beside(self, name: str) -> Iterator[Path]:
        """A hidden name, under which nothing is left when writing fails: half a file on a full disk
        would keep it full."""
        path = self.root / f".{name}"
        try:
            yield path
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _names(self) -> set[str]:
        try:
            return {file.name for file in self.manifest().files}
        except (OSError, ValueError):
            return set()

    def _keep_only(self, names: set[str]) -> None:
        for path in self.root.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path != self._pointer and path.name not in names and path.name[0] != ".":
                with suppress(PermissionError):  # Windows keeps what somebody still reads
                    path.unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        copy_synced(source, target)
