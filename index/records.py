"""What the index hands to ranking and answering, beyond the types of `ingest.document`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from ingest.corrections import NoticeKind
from ingest.document import Document


class ChangeKind(StrEnum):
    """What storing a document did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # The same article with the same text is stored already, from another source.
    KNOWN = "known"
    # A newer version of the article is stored: this one is kept beside it, and not searched.
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Change:
    """A document that is on the disk: how many passages it has and how many had to be embedded.

    `kept_as` is the id of the stored document that holds its text, where that is another one.
    """

    doc_id: str
    source: str
    kind: ChangeKind
    passages: int
    embedded: int
    kept_as: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, as it was stored; the `current` one is searched."""

    doc_id: str
    source: str
    title: str
    published_at: datetime | None
    ingested_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """That a document says an article was wrong: its id, title and date, and what it does.

    `own`: the article says so of itself.
    """

    kind: NoticeKind
    doc_id: str
    title: str
    published_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class DefinedIn:
    """A document that defines an abbreviation."""

    doc_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ListedAlias:
    """An abbreviation, in how many documents it is defined, and the latest few of these.

    `added`: the file of aliases names it; `off`: the file switches it off, so nothing uses it.
    """

    short: str
    long: str
    documents: int
    defined_in: tuple[DefinedIn, ...]
    added: bool
    off: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document that carries the same story, or the same sentence."""

    doc_id: str
    source: str
    title: str
    publisher: str | None
    published_at: datetime | None
    url: str | None

    @classmethod
    def of(cls, document: Document) -> Self:
        """A document as somebody else's copy."""
        return cls(
            document.doc_id,
            document.source,
            document.title,
            document.publisher,
            document.published_at,
            document.url,
        )


@dataclass(frozen=True, slots=True)
class Relations:
    """How a stored document stands to others.

    `versions`: of its article, the current one first, then the latest stored first. `corrections`:
    what corrects it. `corrects`: the kind of its own notice and the current version of what that
    is about (None: it is not told which). `story`: the others that carry its story.
    """

    versions: tuple[Version, ...]
    corrections: tuple[Correction, ...] = ()
    notice: NoticeKind | None = None
    corrects: Copy | None = None
    story: tuple[Copy, ...] = ()

    def superseded_by(self, doc_id: str) -> str | None:
        """The id of the article's current version, unless that is the document itself."""
        current = (version.doc_id for version in self.versions if version.current)
        return next((version for version in current if version != doc_id), None)


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes a document was read from: `digest` is of them, `reader` names what read them."""

    source: str
    digest: str
    reader: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """Where an index stands. `documents` and `passages` count what can be searched; `model_id` is
    the model of the stored vectors, and `ready` whether it is the one now configured.

    `generation` counts the changes of the database, `searched` those that the snapshot in use
    knows of.
    """

    generation: int
    searched: int
    documents: int
    passages: int
    model_id: str
    ready: bool


@dataclass(frozen=True, slots=True)
class Located:
    """Where a passage is: its id, its document's, its offsets there, and the number of its
    document's story."""

    passage_id: str
    doc_id: str
    start: int
    end: int
    story: int | None


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """The part of a sentence that lies in a passage: offsets into the document, lexical terms.

    `row` is the passage's; `ordinal` counts from 0, so that row `1 + ordinal` of the passage's
    vectors is the sentence's.
    """

    row: int
    ordinal: int
    start: int
    end: int
    terms: tuple[str, ...]
