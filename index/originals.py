"""Which bytes a document was read from, so that a file that has not changed is not read again."""

import sqlite3
from collections.abc import Mapping

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
