"""A collection opened for looking at what is stored, without a model and without a snapshot."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.deriving import derive_missing
from index.directory import DataDirectory
from index.errors import NoCollection
from index.restoring import finish
from index.store import Store, is_outdated
from index.writer_lock import WriterLock


@contextmanager
def visit(data_dir: Path) -> Iterator[tuple[DataDirectory, Store]]:
    """A data directory and its database, for reading beside a process that writes.

    An interrupted restoration is finished and a database of an older release brought to the present
    schema first, which needs the lock.
    Raises NoCollection, StoreTooNew, StoreBusy, IndexDamaged or StorageFailed.
    """
    directory = DataDirectory(data_dir)
    if not directory.unsettled and not directory.database.exists():
        raise NoCollection(f"{data_dir} holds no documents; --data-dir names another directory")
    if directory.layout.exists():
        directory.check()
    if asks_for_writing(directory):
        with WriterLock(directory.lock):
            finish(directory)
            with closing(Store(directory.database)) as store:
                derive_missing(store)
    with closing(Store(directory.database, read_only=True)) as store:
        yield directory, store


def asks_for_writing(directory: DataDirectory) -> bool:
    """Whether a directory has to be opened for writing once before it can be read."""
    missing = directory.unsettled or not directory.database.exists()
    return missing or is_outdated(directory.database)
