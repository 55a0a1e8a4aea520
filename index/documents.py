"""Documents into the database and out of it again, with everything derived from them."""

import json
import sqlite3
from datetime import UTC, datetime

from index.content import Content, PassageContent
from index.instants import utc_text
from index.records import ChangeKind
from index.schema import LEXICAL_TABLES
from ingest.document import Document, Quote


def is_active(connection: sqlite3.Connection, doc_id: str) -> bool:
    """Whether the document is stored and is its source's newest version."""
    found = connection.execute(
        "SELECT 1 FROM documents WHERE doc_id = ? AND active = 1", (doc_id,)
    ).fetchone()
    return found is not None


def put(connection: sqlite3.Connection, content: Content) -> ChangeKind:
    """Make a document its source's newest version; the one before stays, no longer searched."""
    source = content.document.source
    kind = ChangeKind.UPDATED if _supersede(connection, source) else ChangeKind.ADDED
    _delete(connection, "doc_id = ?", content.document.doc_id)  # an older version that came back
    (version,) = connection.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM documents WHERE source = ?", (source,)
    ).fetchone()
    document = _insert_document(connection, content, version)
    for ordinal, passage in enumerate(content.passages):
        _insert_passage(connection, document, ordinal, passage)
    _insert_findings(connection, document, content)
    return kind


def delete(connection: sqlite3.Connection, doc_id: str) -> bool:
    """Delete a document; with a source's newest version go all the older ones. False: unknown."""
    found = connection.execute(
        "SELECT source, active FROM documents WHERE doc_id = ?", (doc_id,)
    ).fetchone()
    if found is None:
        return False
    source, active = found
    if active:
        _delete(connection, "source = ?", source)
    else:
        _delete(connection, "doc_id = ?", doc_id)
    return True


def recreate_lexical_tables(connection: sqlite3.Connection) -> None:
    """Empty lexical tables in place of what is there, readable or not."""
    for name, statement in LEXICAL_TABLES.items():
        connection.execute(f"DROP TABLE {name}")
        connection.execute(statement)


def insert_lexemes(connection: sqlite3.Connection, row: int, terms: str, bigrams: str) -> None:
    """Make a passage findable by its tokens."""
    connection.execute("INSERT INTO fts_terms (rowid, tokens) VALUES (?, ?)", (row, terms))
    connection.execute("INSERT INTO fts_bigrams (rowid, tokens) VALUES (?, ?)", (row, bigrams))


def _supersede(connection: sqlite3.Connection, source: str) -> bool:
    """Take a source's newest version out of search; False when it has none."""
    _delete_lexemes(connection, "d.source = ? AND d.active = 1", source)
    changed = connection.execute(
        "UPDATE documents SET active = 0 WHERE source = ? AND active = 1", (source,)
    )
    return changed.rowcount > 0


def _delete(connection: sqlite3.Connection, condition: str, value: str) -> None:
    """Delete documents; passages, sentences, quotes and aliases follow by their foreign keys."""
    _delete_lexemes(connection, f"d.{condition} AND d.active = 1", value)
    connection.execute(f"DELETE FROM documents WHERE {condition}", (value,))


def _delete_lexemes(connection: sqlite3.Connection, condition: str, value: str) -> None:
    rows = connection.execute(
        f"SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE {condition}",
        (value,),
    ).fetchall()
    for table in LEXICAL_TABLES:
        connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", rows)


def _insert_document(connection: sqlite3.Connection, content: Content, version: int) -> int:
    document = content.document
    inserted = connection.execute(
        "INSERT INTO documents (doc_id, source, version, active, title, text, language, publisher,"
        " byline, published_at, published_utc, url, dropped, title_terms, ingested_at)"
        " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.doc_id,
            document.source,
            version,
            document.title,
            document.text,
            document.language.value,
            document.publisher,
            document.byline,
            document.published_at.isoformat() if document.published_at else None,
            utc_text(document.published_at) if document.published_at else None,
            document.url,
            _dropped_json(document),
            content.title_terms,
            datetime.now(UTC).isoformat(timespec="milliseconds"),
        ),
    )
    return int(inserted.lastrowid or 0)


def _dropped_json(document: Document) -> str:
    pairs = [[line.text, line.reason] for line in document.dropped]
    return json.dumps(pairs, ensure_ascii=False)


def _insert_passage(
    connection: sqlite3.Connection, document: int, ordinal: int, content: PassageContent
) -> None:
    passage = content.passage
    inserted = connection.execute(
        "INSERT INTO passages (passage_id, document, ordinal, start, stop, content_hash)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (passage.passage_id, document, ordinal, passage.start, passage.end, content.content_hash),
    )
    row = int(inserted.lastrowid or 0)
    connection.executemany(
        "INSERT INTO sentences (passage, ordinal, start, stop, terms) VALUES (?, ?, ?, ?, ?)",
        [(row, n, s.start, s.end, s.terms) for n, s in enumerate(content.sentences)],
    )
    insert_lexemes(connection, row, content.lexemes.terms, content.lexemes.bigrams)


def _insert_findings(connection: sqlite3.Connection, document: int, content: Content) -> None:
    connection.executemany(
        "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (document, ordinal, *_quote_values(quote))
            for ordinal, quote in enumerate(content.prepared.quotes)
        ],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)",
        [(document, alias.short, alias.long) for alias in content.prepared.aliases],
    )
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?)",
        [(document, sound, name) for sound, name in content.names],
    )


def _quote_values(quote: Quote) -> tuple[int | str | None, ...]:
    said, reported = (quote.start, quote.end), (quote.sentence.start, quote.sentence.end)
    return (*said, *reported, quote.speaker, quote.addressee, quote.verb, int(quote.direct))
