"""Stored documents, and the rows that were worked out of each by analysing it."""

import sqlite3
from collections.abc import Iterator

from index import named_days, reading
from index.content import content_hash, days_inside
from index.embedder import PassageText
from index.errors import IndexDamaged
from index.findings import Fault, Finding
from index.instants import utc_text
from index.names import sound_of
from ingest.dates import dates_of
from ingest.document import Document


def check(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What is wrong with any document or its rows, a line for each kind of a document's faults."""
    found = connection.execute("SELECT id, doc_id FROM documents ORDER BY id")
    for row, doc_id in found:
        try:
            document = reading.document(connection, doc_id)
        except IndexDamaged as error:
            yield Finding(Fault.DOCUMENT_DAMAGED, str(error), doc_id)
            continue
        if document is not None:
            yield from _check(connection, row, document)


def _check(connection: sqlite3.Connection, row: int, document: Document) -> Iterator[Finding]:
    for fault, holds, what in (
        (Fault.PASSAGES_DIFFER, _passages_hold, "passages or sentences"),
        (Fault.QUOTATIONS_DIFFER, _quotations_hold, "quotations"),
        (Fault.NAMES_DIFFER, _names_hold, "abbreviations or names"),
        (Fault.DAYS_DIFFER, _days_hold, "days"),
    ):
        if not holds(connection, row, document):
            detail = f"document {document.doc_id}: its {what} are not those of its text"
            yield Finding(fault, detail, document.doc_id)


def _passages_hold(connection: sqlite3.Connection, row: int, document: Document) -> bool:
    found = connection.execute(
        "SELECT id, start, stop, content_hash FROM passages WHERE document = ?", (row,)
    ).fetchall()
    sentences = reading.sentences(connection, (passage for passage, *_ in found))
    for passage, start, stop, stored in found:
        spans = tuple((s.start - start, s.end - start) for s in sentences[passage])
        text = PassageText(document.title, document.text[start:stop], spans)
        inside = 0 <= start < stop <= len(document.text)
        within = all(0 <= first < last <= stop - start for first, last in spans)
        if not (inside and within and content_hash(text) == stored):
            return False
    return bool(found) or not document.text


def _quotations_hold(connection: sqlite3.Connection, row: int, document: Document) -> bool:
    (wrong,) = connection.execute(
        "SELECT count(*) FROM quotes WHERE document = ? AND NOT"
        " (0 <= sentence_start AND sentence_start <= start AND start < stop"
        " AND stop <= sentence_stop AND sentence_stop <= ?)",
        (row, len(document.text)),
    ).fetchone()
    return not wrong


def _names_hold(connection: sqlite3.Connection, row: int, document: Document) -> bool:
    text = "".join(f"{document.title}{document.text}".split())
    aliases = connection.execute("SELECT short, long FROM aliases WHERE document = ?", (row,))
    if any("".join(form.split()) not in text for pair in aliases for form in pair):
        return False
    names = connection.execute("SELECT sound, name FROM names WHERE document = ?", (row,))
    return all(sound == sound_of(name) for sound, name in names)


def _days_hold(connection: sqlite3.Connection, row: int, document: Document) -> bool:
    """Days that another rule has found are found anew when the collection is opened."""
    active, rule, published = connection.execute(
        "SELECT active, days_rule, published_utc FROM documents WHERE id = ?", (row,)
    ).fetchone()
    if published != (utc_text(document.published_at) if document.published_at else None):
        return False
    if active and rule != named_days.RULE:
        return True
    mentions = dates_of(document) if active else ()
    passages = reading.passages(connection, document.doc_id)
    expected = {
        (number, one.start, one.first.toordinal(), one.last.toordinal())
        for number, passage in passages.items()
        for one in days_inside(mentions, passage)
    }
    found = connection.execute(
        "SELECT n.passage, n.start, n.first, n.last FROM days n"
        " JOIN passages p ON p.id = n.passage WHERE p.document = ?",
        (row,),
    )
    return set(found) == expected
