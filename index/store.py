"""Connections to the database: one that writes, as many as needed that read."""

import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index import schema
from index.crashpoints import CrashPoint, reach
from index.errors import IndexDamaged, StorageFailed

# Only a checkpoint or a closing process makes a connection wait here; a disk takes less than this.
_BUSY_SECONDS = 10.0
# How long a removal waits for who reads the state before it: a search takes less.
_READING_SECONDS = 1.0
# Bytes of a file that is checked whenever it is opened: a quarter of a second at most.
ALWAYS_CHECKED = 256 * 2**20
# The low byte of an extended result code is its kind.
_KIND = 0xFF
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


class Store:
    """The database file: short write transactions one at a time, consistent reads beside them.

    Only the writing connection writes and checkpoints: SQLite up to 3.51.2 can lose a WAL reset
    that two connections race for.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open, check and migrate; `read_only` needs an existing database of this version.

        A file that is large is checked only if the process that wrote it died: that reads every
        page. What is wrong with it is else found where it is read, and by `briefing check`.
        Raises StoreTooNew, IndexDamaged (the file fails SQLite's own check) or StorageFailed.
        """
        self._path = path
        self._readers: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._write_lock = threading.Lock()
        self._closed = False
        self._failure: str | None = None
        self._log_holds_deleted = False
        self._writer: sqlite3.Connection | None = None
        with _named_errors(path):
            # Before it is opened: that takes up what a process that died has left.
            wanted = _wants_a_check(path, read_only=read_only)
            opened = _open_known(path) if read_only else _open_writer(path)
            if wanted:
                _check(opened, path)
            if read_only:
                self._readers.put(opened)
            else:
                self._writer = opened

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: committed and on the disk when the block ends, or undone.

        Raises StorageFailed when it could not be written; after an error of the disk itself the
        store takes no writes until it is opened again, because what reached the disk is unknown.
        """
        with self._write_lock, _named_errors(self._path):
            connection = self._writable()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                reach(CrashPoint.BEFORE_COMMIT)
                connection.execute("COMMIT")
            except BaseException as error:
                self._undo(connection, error)
                raise
            reach(CrashPoint.AFTER_COMMIT)
            if self._log_holds_deleted:
                self._empty_log(connection, 0)

    def forget_deleted(self) -> None:
        """Overwrite what has been deleted in the file itself, and cut off the log that holds it
        still. Never fails: where that cannot be done for one who reads the state before it, or for
        the disk, the next write tries again.
        """
        with self._write_lock:
            self._log_holds_deleted = True
            if self._writer is not None and self._failure is None:
                self._empty_log(self._writer, _READING_SECONDS)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: every statement in the block sees the same state.

        Raises StorageFailed or IndexDamaged when the disk or the file fails under it.
        """
        with _named_errors(self._path):
            connection = self._take_reader()
            try:
                connection.execute("BEGIN")
                yield connection
                connection.execute("ROLLBACK")
            except BaseException:
                # A query cut short by the error would hold on to this state for ever.
                connection.close()
                raise
            self._give_back(connection)

    def close(self) -> None:
        """Checkpoint and close. Blocks still reading finish; later ones are refused."""
        with self._write_lock:
            self._closed = True
            while not self._readers.empty():
                self._readers.get_nowait().close()
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _writable(self) -> sqlite3.Connection:
        if self._failure is not None:
            raise StorageFailed(f"no more writes until reopened, after: {self._failure}")
        if self._writer is None:
            raise StorageFailed(f"{self._path} is closed or was opened for reading only")
        return self._writer

    def _empty_log(self, connection: sqlite3.Connection, seconds: float) -> None:
        try:
            connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")
            (held_up, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._log_holds_deleted = bool(held_up)
        except sqlite3.DatabaseError as error:
            self._undo(connection, error)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(1000 * _BUSY_SECONDS)}")

    def _undo(self, connection: sqlite3.Connection, error: BaseException) -> None:
        if _kind(error) == sqlite3.SQLITE_IOERR:
            self._failure = str(error)
        if connection.in_transaction:
            connection.execute("ROLLBACK")

    def _take_reader(self) -> sqlite3.Connection:
        if self._closed:
            raise StorageFailed(f"{self._path} is closed")
        try:
            return self._readers.get_nowait()
        except queue.Empty:
            return _open_reader(self._path)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._readers.put(connection)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is not as SQLite has written it."""
    return _kind(error) in _DAMAGED


def is_outdated(path: Path) -> bool:
    """Whether an older release wrote the database, so that it has to be opened for writing once.

    Raises IndexDamaged or StorageFailed.
    """
    with _named_errors(path), closing(_open_reader(path)) as connection:
        return schema.version_of(connection) < schema.VERSION


def _open_writer(path: Path) -> sqlite3.Connection:
    connection = _connect(str(path.absolute()), uri=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk when it returns
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        schema.migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_known(path: Path) -> sqlite3.Connection:
    connection = _open_reader(path)
    try:
        schema.refuse_newer(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_reader(path: Path) -> sqlite3.Connection:
    return _connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _connect(name: str, *, uri: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name,
        uri=uri,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # transactions are begun and ended here, never by the module
        check_same_thread=False,  # handed from thread to thread, used by one at a time
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("casefold", 1, _casefold, deterministic=True)
    return connection


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _wants_a_check(path: Path, *, read_only: bool) -> bool:
    """Whether a database is small, or its last writer left work behind; another process may be
    writing beside one that only reads, and has checked it."""
    log = path.with_name(path.name + "-wal")
    if not path.exists() or path.stat().st_size <= ALWAYS_CHECKED:
        return True
    return not read_only and log.exists() and log.stat().st_size > 0


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises IndexDamaged, the connection closed, when the file fails SQLite's own check."""
    try:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    if verdict != "ok":
        connection.close()
        raise _damaged(path, verdict)


def _damaged(path: Path, what: object) -> IndexDamaged:
    return IndexDamaged(
        f"{path} is damaged ({what}); restore it from a backup, or move the data directory away "
        "and ingest the documents again"
    )


def _kind(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _KIND


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the index's own: nobody above knows which library stores."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise _damaged(path, error) from error
        raise StorageFailed(f"{path}: {error}") from error
    except UnicodeDecodeError as error:  # a message that quotes damaged bytes, or a damaged name
        raise _damaged(path, error) from error
