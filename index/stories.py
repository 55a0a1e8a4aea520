"""Active documents that carry one report, found as they come: candidates by fingerprint, then
compared; a story is all that are joined by such pairs, so it does not depend on their order."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np

from index import fingerprints, meta, overlap
from index.fingerprints import fingerprint
from index.overlap import Words, numbers_in, same_numbers, same_story, words
from index.reading import documents
from index.records import Copy

# Days between two articles of one report, at most: copies appear within hours, and a report taken
# up again much later is news of its own. It also bounds what a new document is compared with.
WINDOW_DAYS = 3
# Names what the stored stories were found by; under another name all are found anew.
RULE = f"{fingerprints.RULE}, {overlap.RULE}, {WINDOW_DAYS} days"
_SECONDS_A_DAY = 86_400
UNDATED = 0
# Of what shares a key with a document so many are looked at, and those that share the most keys are
# compared: forms that are filled in a thousand times a day would all be compared otherwise.
_LOOKED_AT, _COMPARED = 64, 24


def join(connection: sqlite3.Connection, row: int, text: Words) -> None:
    """Put an active document among its like; its row is already there."""
    keys, day = fingerprint(text.shingles), _day(connection, row)
    edges: list[tuple[int, int]] = []
    for candidate in _candidates(connection, keys, day):
        # Most are told by their numbers, which are sooner read than their sentences.
        if same_numbers(text.numbers, numbers_in(_text_of(connection, candidate))) and same_story(
            text, words_of(connection, candidate)
        ):
            edges += [(row, candidate), (candidate, row)]
    _keep(connection, row, day, keys)
    if edges:
        connection.executemany("INSERT INTO copies (document, other) VALUES (?, ?)", edges)
        _regroup(connection, [row])


def stand_alone(connection: sqlite3.Connection, row: int) -> None:
    """Note that a document has no like and is not to be looked for: a notice about another."""
    _keep(connection, row, _day(connection, row), ())


def leave(connection: sqlite3.Connection, row: int) -> None:
    """Take a document out of its story, which may fall apart without it."""
    found = connection.execute(
        "SELECT day, keys FROM fingerprints WHERE document = ?", (row,)
    ).fetchone()
    if found is None:
        return
    day, keys = found
    connection.executemany(
        "DELETE FROM bands WHERE key = ? AND day = ? AND document = ?",
        [(int(key), day, row) for key in np.frombuffer(keys, "<i8")],
    )
    connection.execute("DELETE FROM fingerprints WHERE document = ?", (row,))
    others = _others(connection, row)
    if others:
        connection.execute("DELETE FROM copies WHERE document = ? OR other = ?", (row, row))
        connection.execute("UPDATE documents SET story = NULL WHERE id = ?", (row,))
        _regroup(connection, others)


def words_of(connection: sqlite3.Connection, row: int) -> Words:
    """A stored document as it is compared."""
    sentences = connection.execute(
        "SELECT s.terms FROM passages p JOIN sentences s ON s.passage = p.id"
        " WHERE p.document = ? ORDER BY p.ordinal, s.ordinal",
        (row,),
    )
    return words((terms.split() for (terms,) in sentences), _text_of(connection, row))


def members(connection: sqlite3.Connection, doc_id: str) -> tuple[Copy, ...]:
    """The other documents of a document's story, by id."""
    found = connection.execute(
        "SELECT o.doc_id FROM documents d JOIN documents o ON o.story = d.story AND o.id <> d.id"
        " WHERE d.doc_id = ?",
        (doc_id,),
    )
    others = documents(connection, [other for (other,) in found])
    return tuple(Copy.of(others[other]) for other in sorted(others))


def disagreements(connection: sqlite3.Connection) -> int:
    """How many documents lack a fingerprint or its keys, or are in no story with their copies; and
    of how many that are gone there still are keys.

    Those of another rule are found anew at the next opening, and not counted.
    """
    if meta.story_rule(connection) != RULE:
        return 0
    (wrong,) = connection.execute(
        "SELECT count(*) FROM documents d LEFT JOIN fingerprints f ON f.document = d.id"
        " LEFT JOIN (SELECT document, count(*) AS keys FROM bands GROUP BY document) b"
        " ON b.document = d.id"
        " WHERE d.active <> (f.document IS NOT NULL)"
        " OR coalesce(length(f.keys) / 8, 0) <> coalesce(b.keys, 0)"
        " OR (d.story IS NOT NULL) <> EXISTS (SELECT 1 FROM copies c WHERE c.document = d.id)"
        " OR EXISTS (SELECT 1 FROM copies c JOIN documents o ON o.id = c.other"
        " WHERE c.document = d.id AND o.story IS NOT d.story)"
    ).fetchone()
    (gone,) = connection.execute(
        "SELECT count(DISTINCT document) FROM bands"
        " WHERE document NOT IN (SELECT document FROM fingerprints)"
    ).fetchone()
    return int(wrong) + int(gone)


def _candidates(connection: sqlite3.Connection, keys: Iterable[int], day: int) -> list[int]:
    """The documents that share the most keys, within the window; undated ones with all."""
    shared: Counter[int] = Counter()
    spans = [(UNDATED, UNDATED), (day - WINDOW_DAYS, day + WINDOW_DAYS)]
    for key in keys:
        for first, last in spans if day != UNDATED else [(-(2**62), 2**62)]:
            found = connection.execute(
                "SELECT document FROM bands WHERE key = ? AND day BETWEEN ? AND ? LIMIT ?",
                (key, first, last, _LOOKED_AT),
            )
            shared.update(document for (document,) in found)
    return sorted(shared, key=lambda row: (-shared[row], row))[:_COMPARED]


def _text_of(connection: sqlite3.Connection, row: int) -> str:
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (row,)).fetchone()
    return str(text)


def _keep(connection: sqlite3.Connection, row: int, day: int, keys: tuple[int, ...]) -> None:
    connection.execute(
        "INSERT INTO fingerprints (document, day, keys) VALUES (?, ?, ?)",
        (row, day, np.array(sorted(set(keys)), "<i8").tobytes()),
    )
    connection.executemany(
        "INSERT INTO bands (key, day, document) VALUES (?, ?, ?)",
        [(key, day, row) for key in sorted(set(keys))],
    )


def _day(connection: sqlite3.Connection, row: int) -> int:
    (published,) = connection.execute(
        "SELECT published_utc FROM documents WHERE id = ?", (row,)
    ).fetchone()
    if published is None:
        return UNDATED
    moment = datetime.fromisoformat(published).astimezone(UTC)
    return int((moment - _EPOCH).total_seconds() // _SECONDS_A_DAY) or 1


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _others(connection: sqlite3.Connection, row: int) -> list[int]:
    found = connection.execute("SELECT other FROM copies WHERE document = ?", (row,))
    return [other for (other,) in found]


def _regroup(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Name the stories these documents are in now by their first rows; one alone is in none."""
    seen: set[int] = set()
    for row in rows:
        if row in seen:
            continue
        story, waiting = {row}, [row]
        while waiting:
            new = set(_others(connection, waiting.pop())) - story
            story |= new
            waiting += sorted(new)
        seen |= story
        connection.executemany(
            "UPDATE documents SET story = ? WHERE id = ?",
            [(min(story) if len(story) > 1 else None, member) for member in sorted(story)],
        )
