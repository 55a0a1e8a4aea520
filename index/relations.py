"""How an active document stands to the others: its story, and what corrects what."""

import sqlite3
from collections.abc import Iterable

from index import notices, stories, versions
from index.overlap import Words
from index.reading import documents
from index.records import Copy, Relations
from ingest.corrections import Notice


def relate(connection: sqlite3.Connection, row: int, text: Words, notice: Notice | None) -> None:
    """Find a new active document's place among the others."""
    if notice is None or notice.own:
        stories.join(connection, row, text)
    else:
        # A correction repeats what it corrects; together they would say it twice.
        stories.stand_alone(connection, row)
    if notice is not None:
        notices.file(connection, row, notice)
    notices.link_to(connection, row)


def forget(connection: sqlite3.Connection, row: int) -> list[int]:
    """Take a document that is replaced or deleted out of all that goes by active ones; gives the
    notices that were about its article, for `find_again` when that is done."""
    stories.leave(connection, row)
    connection.execute("DELETE FROM notices WHERE document = ?", (row,))
    return notices.unlink(connection, row)


def find_again(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Let notices look for another article; those deleted meanwhile are passed over."""
    notices.relink(connection, rows)


def of(connection: sqlite3.Connection, doc_id: str) -> Relations:
    """How a stored document stands to others; nothing for an unknown one."""
    notice = notices.of(connection, doc_id)
    kind, about = notice or (None, None)
    found = documents(connection, [about] if about else [])
    return Relations(
        versions=versions.listed(connection, doc_id),
        corrections=notices.of_documents(connection, [doc_id]).get(doc_id, ()),
        notice=kind,
        corrects=next((Copy.of(one) for one in found.values()), None),
        story=stories.members(connection, doc_id),
    )
