"""What a reader hands on: the page's own lines, and what the format itself says about them."""

from dataclasses import dataclass

from ingest.document import Dropped
from ingest.facts import NOTHING, Facts

# Where a printed line ends and its paragraph goes on: between words, or in the middle of one.
SOFT_BREAK = "\u2028"


@dataclass(frozen=True, slots=True)
class Page:
    """A page before cleaning.

    `text` has one paragraph, heading, bullet or caption to a line, and SOFT_BREAK where the reader
    leaves it to `ingest.rejoin` how to put two printed lines together; `headings` are those of its
    lines that the format calls headings. `furnished` says whether page furniture is to be expected;
    None leaves it to what the text looks like.
    """

    text: str
    facts: Facts = NOTHING
    headings: frozenset[str] = frozenset()
    furnished: bool | None = None
    dropped: tuple[Dropped, ...] = ()
