"""BM25 over the lexical tables, by SQLite's FTS5.

score(q, p) = sum over the query's distinct terms t of
    idf(t) * f(t, p) * (k1 + 1) / (f(t, p) + k1 * (1 - b + b * |p| / mean |p|)),
idf(t) = max(ln((N - n(t) + 0.5) / (n(t) + 0.5)), 1e-6), k1 = 1.2, b = 0.75: Robertson & Zaragoza
2009, "The Probabilistic Relevance Framework", with FTS5's floor under the inverse document
frequency of terms in more than half of the passages. N counts the active passages.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from enum import StrEnum

from index.filters import Where


class Leg(StrEnum):
    """The two ways a passage's words are cut; each has its own table."""

    TERMS = "fts_terms"
    BIGRAMS = "fts_bigrams"


def search(
    connection: sqlite3.Connection,
    leg: Leg,
    terms: Iterable[str],
    limit: int,
    where: Where | None = None,
) -> list[tuple[int, float]]:
    """The passages' rows that hold any of the terms, best first, with their BM25 (higher is
    better). `where` is a condition on the rowid; ties come in the order of the rows."""
    match = match_any(terms)
    if match is None:
        return []
    condition = f" AND ({where.sql})" if where else ""
    values = where.values if where else ()
    found = connection.execute(
        f"SELECT rowid, -rank FROM {leg} WHERE {leg} MATCH ?{condition} ORDER BY rank LIMIT ?",
        (match, *values, limit),
    ).fetchall()
    return sorted(
        ((int(row), float(score)) for row, score in found), key=lambda hit: (-hit[1], hit[0])
    )


def scores(
    connection: sqlite3.Connection, leg: Leg, terms: Iterable[str], rows: Iterable[int]
) -> dict[int, float]:
    """BM25 of given passages; those that hold none of the terms are left out."""
    match = match_any(terms)
    if match is None:
        return {}
    found = connection.execute(
        f"SELECT rowid, -bm25({leg}) FROM {leg} WHERE {leg} MATCH ?"
        " AND rowid IN (SELECT value FROM json_each(?))",
        (match, json.dumps([int(row) for row in rows])),
    )
    return {int(row): float(score) for row, score in found}


def document_frequencies(
    connection: sqlite3.Connection, leg: Leg, terms: Iterable[str]
) -> dict[str, int]:
    """In how many active passages each term occurs; 0 for a term that occurs in none."""
    asked = list(dict.fromkeys(terms))
    found = connection.execute(
        f"SELECT term, doc FROM {leg}_vocabulary WHERE term IN (SELECT value FROM json_each(?))",
        (json.dumps(asked),),
    )
    counts = {str(term): int(count) for term, count in found}
    return {term: counts.get(term, 0) for term in asked}


def passages(connection: sqlite3.Connection) -> int:
    """How many passages can be found: the N of the formula."""
    (count,) = connection.execute(f"SELECT count(*) FROM {Leg.TERMS}").fetchone()
    return int(count)


def match_any(terms: Iterable[str]) -> str | None:
    """An FTS5 expression for "any of these tokens"; None when there is none to look for.

    Each term becomes a quoted string, in which nothing but the quotation mark has a meaning.

    >>> match_any(["장관", 'a"b', "AND", "장관"])
    '"장관" OR "a""b" OR "AND"'
    """
    cleaned = (term.replace("\0", " ").strip() for term in terms)
    distinct: Sequence[str] = list(dict.fromkeys(term for term in cleaned if term))
    if not distinct:
        return None
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in distinct)
