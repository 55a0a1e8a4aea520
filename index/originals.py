"""Which bytes and which source a document was read from: a file that has not changed is not read
again, and one that is gone takes its document with it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping

from index.records import Original


def recall(connection: sqlite3.Connection, original: Original) -> str | None:
    """The document these bytes gave; None when they are new or it is no longer the newest."""
    found = connection.execute(
        "SELECT d.doc_id FROM originals o JOIN documents d ON d.id = o.document"
        " WHERE o.source = ? AND o.digest = ? AND o.reader = ? AND d.active = 1",
        (original.source, original.digest, original.reader),
    ).fetchone()
    return None if found is None else str(found[0])


def remember(connection: sqlite3.Connection, read: Mapping[Original, str]) -> None:
    """Note what each original gave, by doc_id; documents removed since are passed over.

    A note goes with its document, by its foreign key.
    """
    connection.executemany(
        "INSERT OR REPLACE INTO originals (source, digest, reader, document)"
        " SELECT ?, ?, ?, id FROM documents WHERE doc_id = ?",
        [(one.source, one.digest, one.reader, doc_id) for one, doc_id in read.items()],
    )


def held_below(connection: sqlite3.Connection, folder: str) -> dict[str, str]:
    """Active documents whose source is a path below `folder`: doc_id by source."""
    below = folder.rstrip("/") + "/"
    # A range and no pattern: a folder's name may hold whatever a pattern would take for a sign.
    found = connection.execute(
        "SELECT source, doc_id FROM documents WHERE active = 1 AND source > ? AND source < ?",
        (below, below[:-1] + chr(ord("/") + 1)),
    )
    return dict(found.fetchall())


def sources_beside(connection: sqlite3.Connection, doc_ids: Iterable[str]) -> set[str]:
    """The sources of all versions of the documents' articles, and those whose bytes are known to
    hold one of them."""
    found = connection.execute(
        "WITH articles AS (SELECT DISTINCT article FROM documents"
        " WHERE doc_id IN (SELECT value FROM json_each(?)))"
        " SELECT source FROM documents WHERE article IN articles"
        " UNION SELECT o.source FROM originals o JOIN documents d ON d.id = o.document"
        " WHERE d.article IN articles",
        (json.dumps(sorted(set(doc_ids))),),
    )
    return {source for (source,) in found}
