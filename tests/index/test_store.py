import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading

import pytest

from index.directory import DataDirectory
from index.errors import IndexDamaged, StorageFailed, StoreBusy, StoreTooNew
from index.store import Store
from index.writer_lock import WriterLock


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "b.sqlite3")
    yield opened
    opened.close()


def put(connection, value):
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('x', ?)", (value,))


def get(connection):
    found = connection.execute("SELECT value FROM meta WHERE name = 'x'").fetchone()
    return found and found[0]


def read(store):
    with store.reading() as connection:
        return get(connection)


def on_the_disk(folder, word):
    return [path.name for path in sorted(folder.iterdir()) if word in path.read_bytes()]


def forget(store):
    with store.writing() as connection:
        connection.execute("DELETE FROM meta WHERE name = 'x'")
    store.forget_deleted()


def test_what_was_deleted_is_on_the_disk_no_more(store, tmp_path):
    with store.writing() as connection:
        put(connection, "secret")
    read(store)  # whose connection is kept
    assert on_the_disk(tmp_path, b"secret") == ["b.sqlite3-wal"]
    forget(store)
    assert on_the_disk(tmp_path, b"secret") == []


def test_one_who_reads_the_state_before_holds_that_up_until_the_next_write(store, tmp_path):
    with store.writing() as connection:
        put(connection, "secret")
    with store.reading() as reader:
        assert get(reader) == "secret"
        forget(store)
        assert get(reader) == "secret"
        with store.writing() as connection:
            connection.execute("INSERT INTO meta VALUES ('y', 'while it reads')")
        assert on_the_disk(tmp_path, b"secret") != []
    with store.writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('z', 'when it is done')")
    assert on_the_disk(tmp_path, b"secret") == []


def test_a_commit_is_seen_and_a_failure_is_undone(store):
    with store.writing() as connection:
        put(connection, "kept")

    def fail():
        with store.writing() as connection:
            put(connection, "lost")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert read(store) == "kept"
    with store.writing() as connection:  # and the store still writes
        put(connection, "next")
    assert read(store) == "next"


def test_the_writer_waits_for_the_disk_in_wal_mode_and_keeps_foreign_keys(store):
    with store.writing() as connection:
        asked = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    full = 2
    assert asked == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_reader_sees_one_state_from_first_to_last(store):
    with store.writing() as connection:
        put(connection, "before")
    with store.reading() as reader:
        assert get(reader) == "before"
        with store.writing() as connection:
            put(connection, "after")
        assert get(reader) == "before"
    assert read(store) == "after"


def test_a_query_cut_short_by_an_error_does_not_stop_time(store):
    with store.writing() as connection:
        connection.executemany("INSERT INTO meta VALUES (?, '')", [(str(n),) for n in range(9)])
    cursors = []

    def stop_midway():
        with store.reading() as connection:
            cursors.append(connection.execute("SELECT * FROM meta"))
            next(cursors[0])
            raise KeyError

    with pytest.raises(KeyError):
        stop_midway()
    with store.writing() as connection:
        put(connection, "new")
    assert read(store) == "new"


def test_readers_cannot_write(store):
    with pytest.raises(StorageFailed, match="readonly"), store.reading() as connection:
        put(connection, "x")


def test_writers_take_turns(store):
    def count_up():
        for _ in range(50):
            with store.writing() as connection:
                put(connection, str(int(get(connection) or 0) + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(store) == "200"


def test_read_only_beside_a_writer_follows_it_and_refuses_to_write(store, tmp_path):
    beside = Store(tmp_path / "b.sqlite3", read_only=True)
    with store.writing() as connection:
        put(connection, "new")
    assert read(beside) == "new"
    with pytest.raises(StorageFailed, match="reading only"), beside.writing():
        pass
    beside.close()


def test_a_closed_store_says_so(tmp_path):
    store = Store(tmp_path / "b.sqlite3")
    store.close()
    store.close()
    with pytest.raises(StorageFailed, match="closed"), store.reading():
        pass
    with pytest.raises(StorageFailed, match="closed"), store.writing():
        pass


def test_closing_leaves_one_file(tmp_path):
    store = Store(tmp_path / "b.sqlite3")
    read(store)
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["b.sqlite3"]


def test_odd_characters_in_the_path(tmp_path):
    folder = tmp_path / "보도 자료?%20#1"
    folder.mkdir()
    store = Store(folder / "b.sqlite3")
    with store.writing() as connection:
        put(connection, "ok")
    assert read(store) == "ok"
    store.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 99])
def test_a_file_that_is_no_database_is_named(tmp_path, content):
    path = tmp_path / "b.sqlite3"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"b\.sqlite3 is damaged .* backup"):
        Store(path)


class TestALargeDatabase:
    """One whose check at every opening would take seconds."""

    @pytest.fixture(autouse=True)
    def large(self, monkeypatch):
        monkeypatch.setattr("index.store.ALWAYS_CHECKED", 0)

    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "b.sqlite3"

    def filled(self, path):
        store = Store(path)
        with store.writing() as connection:
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?)", [(f"{n}", "가" * 900) for n in range(200)]
            )
        return store

    def damage(self, path):
        """Overwrite most pages; the first ones say what there is."""
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(size // 2)
            file.write(b"\xa5" * (size // 2))

    def test_damage_is_found_where_it_is_read(self, path):
        self.filled(path).close()
        self.damage(path)
        store = Store(path)
        with pytest.raises(IndexDamaged), store.reading() as connection:
            connection.execute("SELECT sum(length(value)) FROM meta").fetchone()
        store.close()

    def test_after_a_crash_it_is_found_at_once(self, path):
        self.filled(path).close()
        store = Store(path)
        with store.writing() as connection:
            put(connection, "new")  # it stays in the log: nobody closes this
        crashed = path.parent / "crashed"
        crashed.mkdir()
        for name in (path.name, f"{path.name}-wal"):
            shutil.copy(path.parent / name, crashed / name)
        store.close()
        self.damage(crashed / path.name)
        with pytest.raises(IndexDamaged):
            Store(crashed / path.name)

    def test_one_that_only_reads_leaves_the_check_to_the_writer(self, path):
        writer = self.filled(path)
        self.damage(path)
        Store(path, read_only=True).close()
        writer.close()


def test_a_database_of_a_later_release_is_refused(tmp_path):
    path = tmp_path / "b.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 41")
    connection.close()
    with pytest.raises(StoreTooNew):
        Store(path)


def test_an_error_of_the_disk_closes_the_store_for_writing(store):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    with pytest.raises(StorageFailed), store.writing():
        raise error
    with pytest.raises(StorageFailed, match="until reopened, after: disk I/O error"):
        store.writing().__enter__()
    assert read(store) is None


def test_a_full_disk_does_not(store):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    with pytest.raises(StorageFailed, match="full"), store.writing():
        raise error
    with store.writing() as connection:
        put(connection, "room again")


def test_one_writer_at_a_time(tmp_path):
    first = WriterLock(tmp_path / "lock")
    with pytest.raises(StoreBusy, match="open for writing elsewhere"):
        WriterLock(tmp_path / "lock")
    first.close()
    WriterLock(tmp_path / "lock").close()


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    path = tmp_path / "lock"
    code = f"""
        import sys, pathlib
        from index.writer_lock import WriterLock
        lock = WriterLock(pathlib.Path({str(path)!r}))
        print("held", flush=True)
        sys.stdin.read()
    """
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusy):
            WriterLock(path)
        holder.kill()
    WriterLock(path).close()


def test_the_arrangement_has_a_version(tmp_path):
    directory = DataDirectory(tmp_path / "data")
    directory.prepare()
    directory.prepare()
    assert directory.layout.read_text() == "1\n"
    directory.layout.write_text("2\n")
    with pytest.raises(StoreTooNew, match="arrangement 2"):
        directory.prepare()
    directory.layout.write_bytes(b"\xff")
    with pytest.raises(IndexDamaged, match="LAYOUT"):
        directory.prepare()
