"""Rows that a check has found wrong, taken away or worked out again; documents stay as they are."""

import sqlite3
from collections.abc import Iterable

from index import documents, embeddings, meta, reading
from index.content import content_of
from index.store import Store


def mend_rows(store: Store, doc_ids: Iterable[str], model_id: str) -> None:
    """Analyse these documents again, and drop rows and vectors that belong to nothing or are unfit.

    What is searched has to be rebuilt afterwards.
    """
    from ingest.pipeline import prepare  # here, because the analysers take long to import

    with store.writing() as connection:
        _drop_orphans(connection)
        embeddings.drop(connection, embeddings.unfit(connection, model_id), model_id)
    for doc_id in doc_ids:
        with store.reading() as connection:
            document = reading.document(connection, doc_id)
        if document is not None:
            content = content_of(prepare(document))
            with store.writing() as connection:
                documents.derive_again(connection, content)
                meta.next_generation(connection)


def _drop_orphans(connection: sqlite3.Connection) -> None:
    """Delete rows whose document or passage is gone, as deleting that should have done."""
    orphaned = {row[0] for row in connection.execute("PRAGMA foreign_key_check")}
    for table in sorted(orphaned):
        for key in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            parent, column, target = key[2:5]
            connection.execute(
                f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {target} FROM {parent})"
            )
