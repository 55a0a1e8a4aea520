"""What a reader hands on: the page's own lines, and what the format itself says about them."""

from dataclasses import dataclass
from datetime import datetime

from ingest.document import Dropped


@dataclass(frozen=True, slots=True)
class Page:
    """A page before cleaning.

    `text` has one paragraph, heading, bullet or caption to a line. `furnished` says whether page
    furniture is to be expected; None leaves it to what the text looks like.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published_at: datetime | None = None
    url: str | None = None
    furnished: bool | None = None
    dropped: tuple[Dropped, ...] = ()
