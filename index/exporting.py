"""Everything that is truth as JSON Lines, for other programs and for `index.importing`."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from index import reading, schema
from index.alias_file import text_of
from index.directory import LAYOUT, DataDirectory
from index.visiting import visit

FORMAT = "briefing-qa-export"
# Counts up when a field changes its meaning or goes; a new one may come without.
VERSION = 1

Record = dict[str, Any]


def export(data_dir: Path) -> Iterator[bytes]:
    """The lines of an export, of one moment, whatever is written meanwhile.

    A header, every stored document in the order of arrival (former versions too), the file of
    abbreviations if there is one, and an end that counts and checks what came before it. The same
    collection gives the same bytes. Raises what `visit` does, IndexDamaged for a document that is
    not what was stored, and InvalidAliasFile.
    """
    with visit(data_dir) as (directory, store), store.reading() as connection:
        yield from _sealed(_records(directory, connection))


def _sealed(records: Iterable[Record]) -> Iterator[bytes]:
    """Records as lines, and a last one by which a file that was cut off is known."""
    digest = hashlib.sha256()
    lines = 0
    for record in records:
        line = _line(record)
        digest.update(line)
        lines += 1
        yield line
    yield _line({"record": "end", "lines": lines, "sha256": digest.hexdigest()})


def _records(directory: DataDirectory, connection: sqlite3.Connection) -> Iterator[Record]:
    documents, current = connection.execute(
        "SELECT count(*), coalesce(sum(active), 0) FROM documents"
    ).fetchone()
    aliases = text_of(directory.aliases) if directory.aliases.exists() else None
    yield {
        "record": "header",
        "format": FORMAT,
        "version": VERSION,
        "layout": LAYOUT,
        "schema": schema.VERSION,
        "documents": documents,
        "current": current,
        "aliases": aliases is not None,
    }
    yield from _documents(connection)
    if aliases is not None:
        yield {"record": "aliases", "name": directory.aliases.name, "text": aliases}


def _documents(connection: sqlite3.Connection) -> Iterator[Record]:
    found = connection.execute(
        "SELECT id, doc_id, article, version, active, ingested_at FROM documents ORDER BY id"
    )
    # Counted within the export: the numbers they have here would mean nothing elsewhere.
    articles: dict[int, int] = {}
    for row, doc_id, article, version, active, ingested_at in found:
        document = reading.document(connection, doc_id)
        if document is not None:
            yield {
                "record": "document",
                "doc_id": doc_id,
                "article": articles.setdefault(article, len(articles) + 1),
                "version": version,
                "current": bool(active),
                "ingested_at": ingested_at,
                **asdict(document),
                "originals": _originals(connection, row),
            }


def _originals(connection: sqlite3.Connection, row: int) -> list[Record]:
    found = connection.execute(
        "SELECT source, digest, reader FROM originals WHERE document = ? ORDER BY source", (row,)
    )
    return [{"source": s, "digest": d, "reader": r} for s, d, r in found]


def _line(record: Record) -> bytes:
    text = json.dumps(record, ensure_ascii=False, default=datetime.isoformat)
    return (text + "\n").encode()
