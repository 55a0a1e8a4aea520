"""A database as an earlier release left it, made from one of this release."""

import sqlite3
from pathlib import Path

from index import schema

# The version from which on SQLite's full-text search is no longer used.
WITHOUT_LEXICAL_TABLES = 6


def taken_back(database: Path, version: int) -> None:
    """Give a closed database the schema of an earlier version, with the rows that it had there."""
    old = database.with_suffix(".old")
    with sqlite3.connect(old, isolation_level=None) as connection:
        for statements in schema.MIGRATIONS[:version]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("ATTACH ? AS newer", (str(database),))
        for table in _tables(connection):
            columns = ", ".join(_columns(connection, table))
            connection.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}"
            )
        if version < WITHOUT_LEXICAL_TABLES:
            connection.execute(
                "INSERT INTO fts_terms (rowid, tokens)"
                " SELECT passage, group_concat(terms, ' ') FROM sentences GROUP BY passage"
            )
    connection.close()
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    old.replace(database)


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return [name for (name,) in found if not name.startswith("fts_")]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
