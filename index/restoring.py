"""A backup put in the place of a data directory: copied beside, then moved in by renaming.

A crash leaves what was there before or what was restored. Inside the data directory itself, which
may be a mounted volume that cannot be renamed:

arriving/       a copy that is not whole yet; taken away
arrived/        a whole copy: what was there before is moved into the newest replaced-<time>/
placing/        a whole copy for which there is room now: moved to where it belongs
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from index.backup_manifest import BackupManifest, verified
from index.crashpoints import CrashPoint, reach
from index.directory import DataDirectory
from index.errors import BackupDamaged, NotEmpty
from index.files import copy_synced, named_errors, sync_folder
from index.writer_lock import WriterLock


def restore(backup: Path, data_dir: Path, *, replace: bool = False) -> BackupManifest:
    """Put a backup in the place of a data directory, after every file of it has been checked.

    What is there already is refused, or moved into a folder of its own if `replace` says so. Keys
    stay in use where the backup has none: else everybody would be let in.
    Raises BackupDamaged, StoreTooNew, NotEmpty, StoreBusy or StorageFailed.
    """
    directory = DataDirectory(data_dir)
    with named_errors(backup):
        manifest = verified(backup)
    with named_errors(data_dir), WriterLock(directory.lock):
        finish(directory)
        held = directory.held()
        if held and not replace:
            raise NotEmpty(
                f"{data_dir} holds {held[0].name} already; `--replace` moves what is there into a"
                " folder of its own"
            )
        _bring(backup, manifest, directory)
        if held:
            directory.replaced(datetime.now(UTC)).mkdir()
        directory.arriving.replace(directory.arrived)
        sync_folder(directory.root)
        reach(CrashPoint.RESTORE_ARRIVED)
        finish(directory)
    return manifest


def finish(directory: DataDirectory) -> None:
    """Bring a restoration that was interrupted to its end, or away. Needs the writer's lock.

    Raises StorageFailed.
    """
    with named_errors(directory.root):
        _finish(directory)


def _finish(directory: DataDirectory) -> None:
    shutil.rmtree(directory.arriving, ignore_errors=True)
    if directory.arrived.exists():
        _move(directory.held(), directory.last_replaced())
        reach(CrashPoint.RESTORE_MADE_ROOM)
        directory.arrived.replace(directory.placing)
        sync_folder(directory.root)
    if directory.placing.exists():
        _move(sorted(directory.placing.iterdir()), directory.root)
        directory.placing.rmdir()
        sync_folder(directory.root)


def _bring(backup: Path, manifest: BackupManifest, directory: DataDirectory) -> None:
    """Copy a backup into `arriving`, and the keys in use if it has none. Raises BackupDamaged if it
    has changed since the check."""
    directory.arriving.mkdir()
    try:
        for name, mark in manifest.files.items():
            target = directory.arriving / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if copy_synced(backup / name, target) != mark.sha256:
                raise BackupDamaged(f"{backup / name} has changed while it was copied")
        keys = directory.arriving / directory.keys.name
        if directory.keys.exists() and not keys.exists():
            copy_synced(directory.keys, keys)
        for folder in (directory.arriving, *directory.arriving.rglob("*/")):
            sync_folder(folder)
    except BaseException:
        shutil.rmtree(directory.arriving, ignore_errors=True)
        raise


def _move(entries: list[Path], into: Path) -> None:
    for entry in entries:
        entry.replace(into / entry.name)
        reach(CrashPoint.RESTORE_MOVED)
    sync_folder(into)
