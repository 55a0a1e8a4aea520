"""A copy of a collection that is whole and of one moment, taken while a service goes on."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from index import backup_manifest, meta, reading
from index.backup_manifest import BackupManifest, FileMark
from index.crashpoints import CrashPoint, reach
from index.directory import DataDirectory
from index.errors import NotEmpty
from index.files import copy_synced, named_errors, replace_text, sync_file, sync_folder
from index.partials import in_use, partial_of, sweep
from index.snapshots import SnapshotFolder
from index.store import Store
from index.visiting import visit


def back_up(data_dir: Path, dest: Path, copy_first: Callable[[Path], None]) -> BackupManifest:
    """Copy a collection into a new folder, which has its name only when all of it is on the disk.

    What earlier ones of this name have left when they were killed is taken away. `copy_first` is
    given the folder before the database is copied: what waits to be stored has to be in one of the
    two. Raises NotEmpty, StorageFailed, and what `visit` does.
    """
    dest = dest.absolute()
    partial = partial_of(dest)
    with visit(data_dir) as (directory, store), named_errors(dest):
        if dest.exists():
            raise NotEmpty(f"{dest} exists; a backup is a folder of its own")
        dest.parent.mkdir(parents=True, exist_ok=True)
        sweep(dest)
        partial.mkdir()  # refused where another one is being made under that name
        try:
            with in_use(partial):
                copy_first(partial)
                manifest = _copy(directory, store, partial)
                reach(CrashPoint.BACKUP_COPIED)
                replace_text(partial / backup_manifest.NAME, manifest.to_json())
                reach(CrashPoint.BACKUP_WRITTEN)
                partial.rename(dest)
            sync_folder(dest.parent)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    return manifest


def _copy(directory: DataDirectory, store: Store, into: Path) -> BackupManifest:
    copy = DataDirectory(into)
    copy.prepare()
    for given in (directory.aliases, directory.keys):
        if given.exists():
            copy_synced(given, into / given.name)
    with store.reading() as connection:
        # Looked at first: that is the moment which the copy is of too.
        documents, generation = reading.count_documents(connection), meta.generation(connection)
        _copy_database(connection, copy.database)
    SnapshotFolder(directory.snapshots).copy_to(copy.snapshots)
    for folder in (into, *(path for path in into.rglob("*") if path.is_dir())):
        sync_folder(folder)
    files = {
        path.relative_to(into).as_posix(): FileMark.of(path)
        for path in sorted(into.rglob("*"))
        if path.is_file()
    }
    return BackupManifest(datetime.now(UTC), documents, generation, files)


def _copy_database(connection: sqlite3.Connection, path: Path) -> None:
    """Copy what a read transaction sees: writing goes on beside it."""
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
    sync_file(path)
