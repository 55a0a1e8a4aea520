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


def scores(
    connection: sqlite3.Connection, leg: Leg, terms: Iterable[str], where: Where | None = None
) -> dict[int, float]:
    """BM25 (higher is better) of every passage that holds any of the terms, by row.

    `where` is a condition on the rowid. All at once, because FTS5 counts a term's occurrences anew
    for every statement: asking for the scores of some passages costs as much as for all.
    """
    match = match_any(terms)
    if match is None:
        return {}
    condition = f" AND ({where.sql})" if where else ""
    found = connection.execute(
        f"SELECT rowid, -bm25({leg}) FROM {leg} WHERE {leg} MATCH ?{condition}",
        (match, *(where.values if where else ())),
    )
    return dict(found.fetchall())


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
    # FTS5 keeps every row's length here; counting in the table itself would read all its text.
    (count,) = connection.execute(f"SELECT count(*) FROM {Leg.TERMS}_docsize").fetchone()
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
