import sqlite3

import pytest

from index import schema
from index.errors import StoreTooNew


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


def tables(connection):
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def test_a_new_file_is_brought_to_the_newest_version(connection):
    assert schema.version_of(connection) == 0
    schema.migrate(connection)
    assert schema.version_of(connection) == schema.VERSION
    expected = {"meta", "documents", "passages", "sentences", "quotes", "aliases", "embeddings"}
    assert expected < tables(connection)


def test_migrating_again_changes_nothing(connection):
    schema.migrate(connection)
    connection.execute("INSERT INTO meta VALUES ('generation', '7')")
    schema.migrate(connection)
    assert connection.execute("SELECT value FROM meta").fetchall() == [("7",)]


def test_a_newer_database_is_refused_and_left_alone(connection):
    connection.execute("CREATE TABLE of_the_future (x)")
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreTooNew, match="schema 999"):
        schema.migrate(connection)
    assert tables(connection) == {"of_the_future"}


def test_a_step_that_fails_leaves_the_version_before_it(connection, monkeypatch):
    broken = ("CREATE TABLE half (x)", "CREATE TABLE half (x)")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    monkeypatch.setattr(schema, "VERSION", len(schema.MIGRATIONS))
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection)
    assert schema.version_of(connection) == len(schema.MIGRATIONS) - 1
    assert "half" not in tables(connection)


def test_one_source_has_one_active_version(connection):
    schema.migrate(connection)
    insert = (
        "INSERT INTO documents (doc_id, source, version, active, title, text, language, dropped,"
        " title_terms, ingested_at) VALUES (?, 's', ?, 1, '', '', 'ko', '[]', '', '')"
    )
    connection.execute(insert, ("a", 1))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(insert, ("b", 2))
