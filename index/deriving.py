"""What an older release could not derive from the documents it stored: their relations, and the
days they name. All of either is derived anew when the rule that it is found by has changed."""

import sqlite3

from index import documents, meta, named_days, reading, relations, stories, versions
from index.content import days_inside
from index.errors import IndexDamaged
from index.store import Store
from index.stories import RULE
from ingest.corrections import find_notice
from ingest.dates import dates_of

# Documents in one transaction: about a second's work, and a start that is interrupted goes on.
_AT_ONCE = 500


def derive_missing(store: Store) -> None:
    """Derive what active documents lack, or have by another rule than the present one."""
    with store.reading() as connection:
        current = meta.story_rule(connection) == RULE
    if not current:
        forget_all(store)
    while _derive_some(store):
        pass
    while _derive_some_days(store):
        pass


def forget_all(store: Store) -> None:
    """Take days and all relations but versions away; `derive_missing` finds them again."""
    with store.writing() as connection:
        for table in ("fingerprints", "bands", "copies", "notices"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE documents SET story = NULL WHERE story IS NOT NULL")
        connection.execute("UPDATE documents SET days_rule = NULL WHERE days_rule IS NOT NULL")
        meta.set_story_rule(connection, RULE)


def _derive_some(store: Store) -> bool:
    with store.writing() as connection:
        found = connection.execute(
            "SELECT d.id, d.doc_id FROM documents d LEFT JOIN fingerprints f ON f.document = d.id"
            " WHERE d.active = 1 AND f.document IS NULL ORDER BY d.id LIMIT ?",
            (_AT_ONCE,),
        ).fetchall()
        for row, doc_id in found:
            _derive(connection, row, doc_id)
    return bool(found)


def _derive(connection: sqlite3.Connection, row: int, doc_id: str) -> None:
    """Put one document among those that have been, by the rule for versions and as if it came now.

    An older release kept documents of one address apart: all but one become former versions.
    """
    try:
        document = reading.document(connection, doc_id)
    except IndexDamaged:
        document = None  # reading it will say so; opening the others must not fail for it
    if document is None:
        stories.stand_alone(connection, row)
        return
    placing = versions.place_stored(connection, document)
    orphans: list[int] = []
    if placing.other is not None:
        article = versions.article_of(connection, row)
        versions.merge(connection, article, into=placing.other.article)
        former = placing.other.row if placing.current else row
        orphans = documents.retire(connection, former)
        meta.next_generation(connection)
    if placing.current:
        connection.execute(
            "UPDATE documents SET canonical_url = ? WHERE id = ?", (placing.address, row)
        )
        relations.relate(connection, row, stories.words_of(connection, row), find_notice(document))
    relations.find_again(connection, orphans)


def _derive_some_days(store: Store) -> bool:
    with store.writing() as connection:
        found = connection.execute(
            "SELECT id, doc_id FROM documents WHERE id IN (SELECT id FROM documents"
            " WHERE active = 1 AND days_rule IS NOT ? ORDER BY id LIMIT ?) ORDER BY id",
            (named_days.RULE, _AT_ONCE),
        ).fetchall()
        for _, doc_id in found:
            _derive_days(connection, doc_id)
        connection.executemany(
            "UPDATE documents SET days_rule = ? WHERE id = ?",
            [(named_days.RULE, row) for row, _ in found],
        )
    return bool(found)


def _derive_days(connection: sqlite3.Connection, doc_id: str) -> None:
    """Find the days one document names, in place of what was found."""
    passages = reading.passages(connection, doc_id)
    named_days.delete(connection, passages)
    try:
        document = reading.document(connection, doc_id)
    except IndexDamaged:
        return  # reading it will say so; opening the others must not fail for it
    mentions = dates_of(document) if document else ()
    for row, passage in passages.items():
        named_days.insert(connection, row, days_inside(mentions, passage))
