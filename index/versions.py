"""Which documents are versions of one article, and which of them is current.

A place holds one article: what is read from the same source replaces what was read there before.
And an article has one address: what another source holds under the same canonical address is a
version of it too, unless the two texts have nothing in common: then a site states one address in
all its articles, and the one that came first keeps it. The same text there is the same version, and
kept once, as the source that came first had it. Another text there is newer or older by the times
that both state; by its arrival, where one states none or both the same. A source is always believed
to hold what it holds now, whatever time that states: a file that was put back is put back.
"""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from index.instants import utc_text
from index.overlap import Words, may_be_one, words
from index.records import ChangeKind, Version
from ingest.canonical import canonical
from ingest.document import Document


@dataclass(frozen=True, slots=True)
class Rival:
    """An active document that stands where a new one wants to: its row, and its article's."""

    row: int
    doc_id: str
    article: int


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a document belongs. `address` is its article's canonical one, None where that is
    another article's; `own` is what its source held so far, `other` what another source holds under
    its address; `kept_as` is the stored document that has its text (KNOWN only)."""

    kind: ChangeKind
    address: str | None = None
    own: Rival | None = None
    other: Rival | None = None
    kept_as: str | None = None

    @property
    def current(self) -> bool:
        """Whether the document becomes its article's current version."""
        return self.kind in (ChangeKind.ADDED, ChangeKind.UPDATED)

    @property
    def replaced(self) -> tuple[Rival, ...]:
        """The active documents that are current no longer."""
        rivals = (self.own, self.other if self.current else None)
        return tuple(rival for rival in rivals if rival)


def place(connection: sqlite3.Connection, document: Document) -> Placing:
    """Where a document that is not active belongs."""
    return _place(connection, document, _rival(connection, "source = ?", document.source))


def place_stored(connection: sqlite3.Connection, document: Document) -> Placing:
    """Where an active document belongs that has not been given its canonical address yet."""
    return _place(connection, document, None)


def _place(connection: sqlite3.Connection, document: Document, own: Rival | None) -> Placing:
    address = canonical(document.url)
    alone = Placing(ChangeKind.UPDATED if own else ChangeKind.ADDED, address, own)
    other = _rival(connection, "canonical_url = ?", address) if address else None
    if other is None or other.doc_id == document.doc_id or (own and other.row == own.row):
        return alone
    if not may_be_one(_words(document.text), _words(_text_of(connection, other.row))):
        return replace(alone, address=None)
    older = is_older(stated(document), _stated_of(connection, other.row))
    same = _with_its_text(connection, document, other, every=older)
    if same:
        return Placing(ChangeKind.KNOWN, address, own, other, same)
    return Placing(ChangeKind.OLDER if older else ChangeKind.UPDATED, address, own, other)


def settled(connection: sqlite3.Connection, document: Document) -> Placing | None:
    """What a document is if storing it would change nothing; None if it would."""
    found = connection.execute(
        "SELECT id, active FROM documents WHERE doc_id = ?", (document.doc_id,)
    ).fetchone()
    if found and found[1]:
        return Placing(ChangeKind.UNCHANGED)
    placing = place(connection, document)
    if placing.own or placing.other is None:
        return None
    if found and found[0] < placing.other.row:
        # It came before what is current, and is no arrival now: else two files with one address
        # would take turns at every reading of their folder.
        return Placing(ChangeKind.UNCHANGED)
    if placing.kept_as == document.doc_id:
        return Placing(ChangeKind.UNCHANGED)
    return placing if placing.kind is ChangeKind.KNOWN else None


def merge(connection: sqlite3.Connection, article: int, into: int) -> None:
    """Make the versions of one article those of another."""
    if article != into:
        for table in ("documents", "notices"):
            connection.execute(f"UPDATE {table} SET article = ? WHERE article = ?", (into, article))


def article_of(connection: sqlite3.Connection, row: int) -> int:
    """The number of the article that a stored document is a version of."""
    (article,) = connection.execute("SELECT article FROM documents WHERE id = ?", (row,)).fetchone()
    return int(article)


def stated(document: Document) -> str | None:
    """The time by which versions are ordered, in UTC; None when the document states none."""
    return utc_text(document.published_at) if document.published_at else None


def is_older(one: str | None, other: str | None) -> bool:
    """Whether the first of two stated times is the earlier; not without both."""
    return one is not None and other is not None and one < other


def listed(connection: sqlite3.Connection, doc_id: str) -> tuple[Version, ...]:
    """The versions of a document's article: the current one, then the latest stored first."""
    found = connection.execute(
        "SELECT v.doc_id, v.source, v.title, v.published_at, v.ingested_at, v.active"
        " FROM documents d JOIN documents v ON v.article = d.article WHERE d.doc_id = ?"
        " ORDER BY v.active DESC, v.id DESC",
        (doc_id,),
    )
    return tuple(
        Version(
            version,
            source,
            title,
            datetime.fromisoformat(published_at) if published_at else None,
            datetime.fromisoformat(ingested_at),
            bool(active),
        )
        for version, source, title, published_at, ingested_at, active in found
    )


def _rival(connection: sqlite3.Connection, condition: str, value: str) -> Rival | None:
    found = connection.execute(
        f"SELECT id, doc_id, article FROM documents WHERE {condition} AND active = 1", (value,)
    ).fetchone()
    return Rival(*found) if found else None


def _words(text: str) -> Words:
    """A text as it is compared before it is analysed: its lines, and words as they are spelled."""
    return words((line.split() for line in text.split("\n")), text)


def _text_of(connection: sqlite3.Connection, row: int) -> str:
    (text,) = connection.execute("SELECT text FROM documents WHERE id = ?", (row,)).fetchone()
    return str(text)


def _stated_of(connection: sqlite3.Connection, row: int) -> str | None:
    found = connection.execute(
        "SELECT published_utc FROM documents WHERE id = ?", (row,)
    ).fetchone()
    return None if found[0] is None else str(found[0])


def _with_its_text(
    connection: sqlite3.Connection, document: Document, other: Rival, *, every: bool
) -> str | None:
    """The id of the other document if it has the same headline and text; with `every`, of any
    version of its article that has."""
    condition, value = ("article = ?", other.article) if every else ("id = ?", other.row)
    found = connection.execute(
        f"SELECT doc_id FROM documents WHERE {condition} AND title = ? AND text = ?"
        " ORDER BY doc_id <> ?, id LIMIT 1",
        (value, document.title, document.text, document.doc_id),
    ).fetchone()
    return str(found[0]) if found else None
