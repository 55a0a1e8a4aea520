"""A database as an earlier release left it, made from one of this release."""

import sqlite3
from pathlib import Path

from index import schema


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
            rowid = "rowid, " if table in schema.LEXICAL_TABLES else ""
            connection.execute(
                f"INSERT INTO {table} ({rowid}{columns}) SELECT {rowid}{columns} FROM newer.{table}"
            )
    connection.close()
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    old.replace(database)


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    names = [name for (name,) in found]
    return [n for n in names if n in schema.LEXICAL_TABLES or not n.startswith("fts_")]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
