"""The lexical tables against the passages they make findable."""

import sqlite3
from collections.abc import Iterator

from index import documents
from index.findings import Fault, Finding
from index.schema import LEXICAL_TABLES
from index.store import is_damage


def check(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What is wrong with either table: a table that differs, or one that cannot be read.

    The tables are made again beside, for as long as the transaction lasts, and compared: their
    rows, and their words with the numbers of their rows and places.
    """
    _make_again(connection)
    for table in LEXICAL_TABLES:
        try:
            wrong = sum(_differing(connection, table, columns) for columns in _COMPARED)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            yield Finding(Fault.WORDS_DIFFER, f"{table} cannot be read: {error}")
            continue
        if wrong:
            detail = f"{wrong} rows or words of {table} are not those of the passages"
            yield Finding(Fault.WORDS_DIFFER, detail)


# What is compared of a table: a suffix of its name and columns. The rows are what was put in, and
# the vocabulary what FTS5 has made of it.
_COMPARED = (("", "rowid, tokens"), ("_vocabulary", "term, doc, cnt"))


def _make_again(connection: sqlite3.Connection) -> None:
    for table, statement in LEXICAL_TABLES.items():
        connection.execute(statement.replace(f"TABLE {table}", f"TABLE temp.{table}"))
        connection.execute(
            f"CREATE VIRTUAL TABLE temp.{table}_vocabulary USING fts5vocab(temp, {table}, row)"
        )
    for row, lexemes in documents.active_lexemes(connection):
        documents.insert_lexemes(connection, row, lexemes.terms, lexemes.bigrams, "temp")


def _differing(connection: sqlite3.Connection, table: str, compared: tuple[str, str]) -> int:
    suffix, columns = compared
    stored, again = (f"SELECT {columns} FROM {at}.{table}{suffix}" for at in ("main", "temp"))
    (count,) = connection.execute(
        f"SELECT count(*) FROM (SELECT * FROM ({stored} EXCEPT {again})"
        f" UNION ALL SELECT * FROM ({again} EXCEPT {stored}))"
    ).fetchone()
    return int(count)
