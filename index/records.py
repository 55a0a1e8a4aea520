"""What the index hands to ranking and answering, beyond the types of `ingest.document`."""

from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Language, Passage


class ChangeKind(StrEnum):
    """What storing a document did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """A document that is on the disk: how many passages it has and how many had to be embedded."""

    doc_id: str
    source: str
    kind: ChangeKind
    passages: int
    embedded: int


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes a document was read from: `digest` is of them, `reader` names what read them."""

    source: str
    digest: str
    reader: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """Where an index stands. `documents` and `passages` count what can be searched; `model_id` is
    the model of the stored vectors, and `ready` whether it is the one now configured."""

    generation: int
    documents: int
    passages: int
    model_id: str
    ready: bool


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage by its number in the database (`row`), with what ranking asks of its document."""

    row: int
    passage: Passage
    language: Language
    title: str
    title_terms: tuple[str, ...]


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
