"""The abbreviations that documents define: how often, and where."""

import json
import sqlite3
from collections.abc import Iterable

from index.alias_file import Overrides
from index.records import DefinedIn, ListedAlias
from ingest.document import Alias

# Enough to see whether a pair is right; a common one is defined in thousands of documents.
MAX_SOURCES = 5


def defined(connection: sqlite3.Connection) -> dict[Alias, int]:
    """In how many active documents each pair is defined: most first, ties by short and long."""
    found = connection.execute(
        "SELECT a.short, a.long, count(*) AS documents FROM aliases a"
        " JOIN documents d ON d.id = a.document AND d.active = 1"
        " GROUP BY a.short, a.long ORDER BY documents DESC, a.short, a.long"
    )
    return {Alias(short, long): documents for short, long, documents in found}


def listed(
    connection: sqlite3.Connection, overrides: Overrides, limit: int, offset: int
) -> tuple[list[ListedAlias], int]:
    """A page of all pairs, mined or named by the file, and how many there are in all.

    Most documents first, ties by short and long form.
    """
    counts = defined(connection)
    named = (alias for alias in (*overrides.added, *overrides.off) if alias.long)
    pairs = sorted(
        {*counts, *named}, key=lambda alias: (-counts.get(alias, 0), alias.short, alias.long)
    )
    page = pairs[offset : offset + limit]
    where = _defined_in(connection, page)
    rows = [
        ListedAlias(
            alias.short,
            alias.long,
            documents=counts.get(alias, 0),
            defined_in=tuple(where.get(alias, ())),
            added=alias in overrides.added,
            off=overrides.is_off(alias),
        )
        for alias in page
    ]
    return rows, len(pairs)


def _defined_in(
    connection: sqlite3.Connection, pairs: Iterable[Alias]
) -> dict[Alias, list[DefinedIn]]:
    """The latest documents that define each pair, undated ones last, ties by id."""
    asked = json.dumps([[alias.short, alias.long] for alias in pairs])
    found = connection.execute(
        "SELECT short, long, doc_id, title FROM ("
        "SELECT a.short, a.long, d.doc_id, d.title, row_number() OVER"
        " (PARTITION BY a.short, a.long ORDER BY d.published_utc DESC, d.doc_id) AS nth"
        " FROM aliases a JOIN documents d ON d.id = a.document AND d.active = 1"
        " WHERE (a.short, a.long) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?)))"
        " WHERE nth <= ? ORDER BY short, long, nth",
        (asked, MAX_SOURCES),
    )
    grouped: dict[Alias, list[DefinedIn]] = {}
    for short, long, doc_id, title in found:
        grouped.setdefault(Alias(short, long), []).append(DefinedIn(doc_id, title))
    return grouped
