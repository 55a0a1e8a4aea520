"""Documents into the database and out of it again, with everything derived from them."""

import json
import sqlite3
from datetime import UTC, datetime

from index import departures, named_days, relations, versions
from index.content import Content, PassageContent
from index.instants import utc_text
from index.records import ChangeKind
from index.versions import Placing
from ingest.canonical import canonical
from ingest.document import Document, Quote


def is_active(connection: sqlite3.Connection, doc_id: str) -> bool:
    """Whether the document is stored and is its article's current version."""
    found = connection.execute(
        "SELECT 1 FROM documents WHERE doc_id = ? AND active = 1", (doc_id,)
    ).fetchone()
    return found is not None


def put(connection: sqlite3.Connection, content: Content) -> Placing:
    """Store a document where it belongs among the versions of its article (index.versions).

    What it takes the place of stays, no longer searched; where it is known already, or older than
    what is current, it is the other that stays current.
    """
    placing = versions.place(connection, content.document)
    orphans = []
    for rival in placing.replaced:
        orphans += retire(connection, rival.row)
    article = _article(connection, placing)
    if placing.kind is not ChangeKind.KNOWN:
        _store(connection, content, article, placing.address, current=placing.current)
    relations.find_again(connection, orphans)
    return placing


def keep(connection: sqlite3.Connection, content: Content, article: int | None) -> None:
    """Store a document as a former version of an article, None for one of its own for now."""
    _store(connection, content, article, canonical(content.document.url), current=False)


def set_arrival(
    connection: sqlite3.Connection, doc_id: str, version: int, ingested_at: datetime
) -> None:
    """Say when a document was first stored, and as which version of its source: another number
    where that one is taken."""
    connection.execute(
        "UPDATE documents AS d SET ingested_at = ?, version = CASE WHEN EXISTS (SELECT 1"
        " FROM documents o WHERE o.source = d.source AND o.version = ? AND o.id <> d.id)"
        " THEN d.version ELSE ? END WHERE d.doc_id = ?",
        (ingested_at.isoformat(timespec="milliseconds"), version, version, doc_id),
    )


def row_of(connection: sqlite3.Connection, doc_id: str) -> int | None:
    """The number of a stored document, former versions too; None for an unknown one."""
    found = connection.execute("SELECT id FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
    return None if found is None else int(found[0])


def retire(connection: sqlite3.Connection, row: int) -> list[int]:
    """Take a current version out of search, and out of all that goes by current ones; gives the
    notices that were about it, which may be about what takes its place: see relations.find_again.
    """
    orphans = relations.forget(connection, row)
    _unlist(connection, "d.id = ?", row)
    connection.execute("UPDATE documents SET active = 0 WHERE id = ?", (row,))
    return orphans


def keep_one_current(connection: sqlite3.Connection, article: int) -> bool:
    """Retire the current versions of what were two articles, but for the one that was stored last;
    gives whether there was any to retire."""
    former = _current(connection, article)[1:]
    orphans = [notice for row in former for notice in retire(connection, row)]
    relations.find_again(connection, orphans)
    return bool(former)


def _article(connection: sqlite3.Connection, placing: Placing) -> int | None:
    """The number of the article that a document is a version of; None for a new one."""
    if placing.own and placing.other:
        versions.merge(connection, placing.own.article, into=placing.other.article)
    rival = placing.other or placing.own
    return rival.article if rival else None


def _store(
    connection: sqlite3.Connection,
    content: Content,
    article: int | None,
    address: str | None,
    *,
    current: bool,
) -> None:
    document = content.document
    _delete(connection, "doc_id = ?", document.doc_id)  # an older version that came back
    (version,) = connection.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM documents WHERE source = ?", (document.source,)
    ).fetchone()
    row = _insert_document(connection, content, version, current=current)
    connection.execute(
        "UPDATE documents SET article = ?, canonical_url = ? WHERE id = ?",
        (row if article is None else article, address, row),
    )
    for ordinal, passage in enumerate(content.passages):
        _insert_passage(connection, row, ordinal, passage, searched=current)
    _insert_findings(connection, row, content)
    if current:
        relations.relate(connection, row, content.words, content.notice)


def delete(connection: sqlite3.Connection, doc_id: str) -> bool:
    """Delete a document; with an article's current version go all the others. False: unknown."""
    found = connection.execute(
        "SELECT article, active FROM documents WHERE doc_id = ?", (doc_id,)
    ).fetchone()
    if found is None:
        return False
    article, active = found
    if active:
        current = _current(connection, article)
        orphans = [notice for row in current for notice in relations.forget(connection, row)]
        _delete(connection, "article = ?", article)
        relations.find_again(connection, orphans)
    else:
        _delete(connection, "doc_id = ?", doc_id)
    return True


def derive_again(connection: sqlite3.Connection, content: Content) -> None:
    """Put rows in the place of those that were worked out of a stored document, which stays.

    Its days are left to be found again with everybody's.
    """
    document = content.document
    (row,) = connection.execute(
        "SELECT id FROM documents WHERE doc_id = ?", (document.doc_id,)
    ).fetchone()
    _unlist(connection, "d.id = ?", row)
    for table in ("passages", "quotes", "aliases", "names"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (row,))
    connection.execute(
        "UPDATE documents SET title_terms = ?, published_utc = ? WHERE id = ?",
        (content.title_terms, versions.stated(document), row),
    )
    for ordinal, passage in enumerate(content.passages):
        _insert_passage(connection, row, ordinal, passage, searched=False)
    _insert_findings(connection, row, content)


def _current(connection: sqlite3.Connection, article: int) -> list[int]:
    """The active rows of an article, the latest first: one, unless it was two articles."""
    found = connection.execute(
        "SELECT id FROM documents WHERE article = ? AND active = 1 ORDER BY id DESC", (article,)
    )
    return [row for (row,) in found]


def _delete(connection: sqlite3.Connection, condition: str, value: str | int) -> None:
    """Delete documents; passages, sentences, quotes and aliases follow by their foreign keys."""
    _unlist(connection, f"d.{condition} AND d.active = 1", value)
    connection.execute(f"DELETE FROM documents WHERE {condition}", (value,))


def _unlist(connection: sqlite3.Connection, condition: str, value: str | int) -> None:
    """Let passages no longer be found."""
    rows = connection.execute(
        f"SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE {condition}",
        (value,),
    ).fetchall()
    departures.note(connection, condition, value)
    named_days.delete(connection, (row for (row,) in rows))


def _insert_document(
    connection: sqlite3.Connection, content: Content, version: int, *, current: bool
) -> int:
    document = content.document
    inserted = connection.execute(
        "INSERT INTO documents (doc_id, source, version, active, title, text, language, publisher,"
        " byline, published_at, published_utc, url, dropped, title_terms, ingested_at, section,"
        " modified_at, subheadlines, origins, days_rule)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.doc_id,
            document.source,
            version,
            int(current),
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
            document.section,
            document.modified_at.isoformat() if document.modified_at else None,
            json.dumps([[span.start, span.end] for span in document.subheadlines]),
            json.dumps([[one.field, one.source, one.confidence] for one in document.origins]),
            named_days.RULE,
        ),
    )
    return int(inserted.lastrowid or 0)


def _dropped_json(document: Document) -> str:
    pairs = [[line.text, line.reason] for line in document.dropped]
    return json.dumps(pairs, ensure_ascii=False)


def _insert_passage(
    connection: sqlite3.Connection,
    document: int,
    ordinal: int,
    content: PassageContent,
    *,
    searched: bool,
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
    if searched:
        named_days.insert(connection, row, content.days)


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
