"""Days that a text names, absolutely or from the day it was published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ingest.dates_english import ENGLISH_RULES
from ingest.dates_korean import KOREAN_RULES
from ingest.timestamps import KOREA


@dataclass(frozen=True, slots=True)
class DateMention:
    """A range of days, both included, and the place in the text that names it."""

    start: int
    end: int
    first: date
    last: date


def find_dates(text: str, reference: date | datetime) -> tuple[DateMention, ...]:
    """The days a text names, in order, read as of the day the article was published.

    A moment's day is its day in Korea. Where a name does not say which ("12일", "4월"),
    the one nearest to that day is meant.

    >>> [str(found.first) for found in find_dates("12일 오전 발표했다.", date(2026, 3, 13))]
    ['2026-03-12']
    """
    if isinstance(reference, datetime):
        reference = (reference.astimezone(KOREA) if reference.tzinfo else reference).date()
    found: list[DateMention] = []
    for mention in sorted(_mentions(text, reference), key=lambda one: (one.start, -one.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return tuple(found)


def _mentions(text: str, reference: date) -> Iterator[DateMention]:
    """Every rule's readings, overlapping ones too; of two from one place the longer one counts."""
    for pattern, read in (*KOREAN_RULES, *ENGLISH_RULES):
        for match in pattern.finditer(text):
            if days := read(match, reference):
                yield DateMention(match.start(), match.end(), days.first, days.last)
