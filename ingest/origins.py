"""Where a fact about a document was found, and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class StatedBy(StrEnum):
    """What a fact was read from."""

    CALLER = "caller"
    JSON_LD = "json-ld"
    META = "meta"
    MICRODATA = "microdata"
    FRONT_MATTER = "front matter"
    MAIL_HEADER = "mail header"
    ADDRESS = "address"
    PRESS_HEADER = "press release header"
    PAGE_TEXT = "page text"
    FEED = "feed"
    FILE_PROPERTIES = "file properties"
    DERIVED = "derived"


class Confidence(StrEnum):
    """How sure a fact is, by what it was written for.

    HIGH: written for machines to read, or given by the caller. MEDIUM: written on the page for
    people to read, and read by our patterns. LOW: guessed from what was written for another
    purpose, as a file's properties and a text's first words are.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SURENESS = {Confidence.LOW: 0, Confidence.MEDIUM: 1, Confidence.HIGH: 2}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one of a document's fields comes from; `field` is the field's name."""

    field: str
    source: StatedBy
    confidence: Confidence
