"""What is stored, read back as the types of the field; every function is one statement."""

import functools
import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.filters import EVERYTHING, Where
from index.records import Located, StoredSentence
from ingest.document import Document, Dropped, Language, Passage, Quote, Span
from ingest.origins import Confidence, Origin, StatedBy

_DOCUMENT = (
    "d.doc_id, d.source, d.title, d.text, d.language, d.publisher, d.byline, d.published_at, d.url,"
    " d.section, d.modified_at, d.subheadlines, d.origins"
)


def document(connection: sqlite3.Connection, doc_id: str) -> Document | None:
    """A stored document, superseded ones too, with what cleaning dropped."""
    row = connection.execute(
        f"SELECT {_DOCUMENT}, d.dropped FROM documents d WHERE d.doc_id = ?", (doc_id,)
    ).fetchone()
    return None if row is None else _document(row[:-1], row[-1])


def documents(connection: sqlite3.Connection, doc_ids: Iterable[str]) -> dict[str, Document]:
    """Stored documents by id, without what cleaning dropped; unknown ids are left out."""
    found = connection.execute(
        f"SELECT {_DOCUMENT} FROM documents d WHERE d.doc_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(doc_ids))),),
    )
    return {row[0]: _document(row) for row in found}


def doc_ids(connection: sqlite3.Connection) -> list[str]:
    """All stored documents, superseded ones too, in the order they were stored."""
    found = connection.execute("SELECT doc_id FROM documents ORDER BY id")
    return [doc_id for (doc_id,) in found]


def newest(
    connection: sqlite3.Connection, limit: int, offset: int, where: Where = EVERYTHING
) -> list[Document]:
    """A page of the active documents `d` of a condition: latest date first, undated last, ties
    by id."""
    found = connection.execute(
        f"SELECT {_DOCUMENT} FROM documents d WHERE d.active = 1 AND ({where.sql})"
        " ORDER BY d.published_utc DESC, d.doc_id LIMIT ? OFFSET ?",
        (*where.values, limit, offset),
    )
    return [_document(row) for row in found]


def count_documents(connection: sqlite3.Connection, where: Where = EVERYTHING) -> int:
    """How many documents `d` of a condition are active."""
    (count,) = connection.execute(
        f"SELECT count(*) FROM documents d WHERE d.active = 1 AND ({where.sql})", where.values
    ).fetchone()
    return int(count)


def publishers(connection: sqlite3.Connection, limit: int, offset: int) -> dict[str, int]:
    """How many active documents each publisher of a page has: most first, ties by name."""
    found = connection.execute(
        "SELECT publisher, count(*) AS documents FROM documents"
        " WHERE active = 1 AND publisher IS NOT NULL"
        " GROUP BY publisher ORDER BY documents DESC, publisher LIMIT ? OFFSET ?",
        (limit, offset),
    )
    return {publisher: int(documents) for publisher, documents in found}


def count_publishers(connection: sqlite3.Connection) -> int:
    """How many publishers have active documents."""
    (count,) = connection.execute(
        "SELECT count(DISTINCT publisher) FROM documents WHERE active = 1"
    ).fetchone()
    return int(count)


def count_passages(connection: sqlite3.Connection) -> int:
    """How many passages the active documents have."""
    (count,) = connection.execute(
        "SELECT count(*) FROM passages p JOIN documents d ON d.id = p.document AND d.active = 1"
    ).fetchone()
    return int(count)


def quotes(connection: sqlite3.Connection, doc_id: str) -> tuple[Quote, ...]:
    """A document's quotations in the order of the text."""
    found = connection.execute(
        "SELECT q.start, q.stop, q.sentence_start, q.sentence_stop, q.speaker, q.addressee,"
        " q.verb, q.direct FROM quotes q JOIN documents d ON d.id = q.document"
        " WHERE d.doc_id = ? ORDER BY q.ordinal",
        (doc_id,),
    )
    return tuple(
        Quote(start, stop, Span(first, last), speaker, addressee, verb, bool(direct))
        for start, stop, first, last, speaker, addressee, verb, direct in found
    )


def names_sounding(connection: sqlite3.Connection, sound: str) -> tuple[str, ...]:
    """The distinct names in active documents whose sound begins like this."""
    found = connection.execute(
        "SELECT DISTINCT n.name FROM names n JOIN documents d ON d.id = n.document AND d.active = 1"
        " WHERE n.sound >= ? AND n.sound < ? ORDER BY n.name",
        (sound, sound + "{"),  # the character after "z": sounds are of a-z alone
    )
    return tuple(name for (name,) in found)


def located(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, Located]:
    """Where passages of active documents are, by row; others are left out."""
    found = connection.execute(
        "SELECT p.id, p.passage_id, d.doc_id, p.start, p.stop, d.story"
        " FROM passages p JOIN documents d ON d.id = p.document AND d.active = 1"
        " WHERE p.id IN (SELECT value FROM json_each(?))",
        (_json(rows),),
    )
    return {row: Located(*where) for row, *where in found}


def texts(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, str]:
    """Passages' texts by row; rows that are gone are left out."""
    found = connection.execute(
        "SELECT p.id, substr(d.text, p.start + 1, p.stop - p.start)"
        " FROM passages p JOIN documents d ON d.id = p.document"
        " WHERE p.id IN (SELECT value FROM json_each(?))",
        (_json(rows),),
    )
    return dict(found.fetchall())


def passages(connection: sqlite3.Connection, doc_id: str) -> dict[int, Passage]:
    """A document's passages by row, in the order of the text."""
    found = connection.execute(
        "SELECT p.id, p.passage_id, p.start, p.stop,"
        " substr(d.text, p.start + 1, p.stop - p.start)"
        " FROM passages p JOIN documents d ON d.id = p.document"
        " WHERE d.doc_id = ? ORDER BY p.ordinal",
        (doc_id,),
    )
    return {
        row: Passage(passage_id, doc_id, start, stop, text)
        for row, passage_id, start, stop, text in found
    }


def sentences(
    connection: sqlite3.Connection, rows: Iterable[int]
) -> dict[int, tuple[StoredSentence, ...]]:
    """The sentences of passages, by the passages' rows and in order."""
    asked = [int(row) for row in rows]
    found = connection.execute(
        "SELECT passage, ordinal, start, stop, terms FROM sentences"
        " WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, ordinal",
        (_json(asked),),
    )
    grouped: dict[int, list[StoredSentence]] = {row: [] for row in asked}
    for row, ordinal, start, stop, terms in found:
        grouped[row].append(StoredSentence(row, ordinal, start, stop, tuple(terms.split())))
    return {row: tuple(group) for row, group in grouped.items()}


def row_of(connection: sqlite3.Connection, passage_id: str) -> int | None:
    """The row of a passage, or None."""
    found = connection.execute(
        "SELECT id FROM passages WHERE passage_id = ?", (passage_id,)
    ).fetchone()
    return None if found is None else int(found[0])


def active_rows(connection: sqlite3.Connection, where: Where | None = None) -> NDArray[np.int64]:
    """The rows of the active passages, ascending; `where` is a condition on their documents `d`."""
    condition = f" AND ({where.sql})" if where else ""
    found = connection.execute(
        "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document"
        f" WHERE d.active = 1{condition} ORDER BY p.id",
        where.values if where else (),
    )
    return np.fromiter((row for (row,) in found), np.int64)


def active_contents(connection: sqlite3.Connection, last: int) -> list[tuple[int, str]]:
    """The rows of the active passages up to a row, ascending, with their content hashes."""
    return connection.execute(
        "SELECT p.id, p.content_hash FROM passages p JOIN documents d ON d.id = p.document"
        " WHERE d.active = 1 AND p.id <= ? ORDER BY p.id",
        (last,),
    ).fetchall()


def _document(row: tuple[str, ...], dropped: str = "[]") -> Document:
    """Raises IndexDamaged when the fields are not those the id was made from."""
    doc_id, source, title, text, language, publisher, byline, published_at, url, *more = row
    section, modified_at, subheadlines, origins = more
    try:
        found = Document(
            source=source,
            title=title,
            text=text,
            language=Language(language),
            publisher=publisher,
            byline=byline,
            published_at=datetime.fromisoformat(published_at) if published_at else None,
            url=url,
            dropped=tuple(Dropped(line, reason) for line, reason in json.loads(dropped)),
            section=section,
            modified_at=datetime.fromisoformat(modified_at) if modified_at else None,
            subheadlines=_spans(subheadlines),
            origins=_origins(origins),
        )
        intact = found.doc_id == doc_id
    except ValueError as error:
        raise IndexDamaged(f"document {doc_id} cannot be read: {error}") from error
    if not intact:
        raise IndexDamaged(f"document {doc_id} is damaged; remove it and ingest it again")
    return found


# A search reads ten documents, and most of these lists are empty or like those of other documents.
_remembered = functools.lru_cache(maxsize=1024)


@_remembered
def _spans(listed: str) -> tuple[Span, ...]:
    return tuple(Span(start, stop) for start, stop in json.loads(listed))


@_remembered
def _origins(listed: str) -> tuple[Origin, ...]:
    return tuple(
        Origin(field, StatedBy(source), Confidence(sure))
        for field, source, sure in json.loads(listed)
    )


def _json(rows: Iterable[int]) -> str:
    return json.dumps([int(row) for row in rows])
