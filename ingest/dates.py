"""Days that a text names, absolutely or from the day it was published."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ingest.dates_english import ENGLISH_RULES
from ingest.dates_korean import KOREAN_RULES
from ingest.document import Document
from ingest.periods import AsOf, Days, Lean
from ingest.timestamps import korean_day

_THAT_DAY = re.compile(r"(?<![가-힣])(?:이날|같은 날)|\b(?:that|the same) day\b", re.IGNORECASE)
# News says "이날" of the day it has just told of, which lies no further back than this.
_JUST = timedelta(days=7)


class Unsaid(StrEnum):
    """What a name leaves to the reader: the month ("12일"), or the year alone ("3월 12일")."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A range of days, both included, and the place in the text that names it; `unsaid` is what had
    to be chosen, None where the name says all or counts from the day of the text."""

    start: int
    end: int
    first: date
    last: date
    unsaid: Unsaid | None = None

    @property
    def days(self) -> Days:
        """The days without the place."""
        return Days(self.first, self.last)


def dates_of(document: Document) -> tuple[DateMention, ...]:
    """The days that a document's text names, in order."""
    return find_dates(document.text, document.reference)


def days_named(document: Document, start: int, end: int) -> tuple[Days, ...]:
    """The distinct days that a part of a document names, the earliest first."""
    found = {mention.days for mention in dates_of(document) if start <= mention.start < end}
    return tuple(sorted(found))


def find_dates(
    text: str, reference: date | datetime | None, lean: Lean = Lean.NEAREST
) -> tuple[DateMention, ...]:
    """The days a text names, in order, read as of the day the article was published.

    A moment's day is its day in Korea. Where a name does not say which ("12일", "4월"), `lean`
    does. Without a reference only days named with their year are found.

    >>> [str(found.first) for found in find_dates("12일 오전 발표했다.", date(2026, 3, 13))]
    ['2026-03-12']
    """
    day = _day(reference)
    found: list[DateMention] = []
    said = day  # what "이날" goes back to
    named: list[DateMention | _ThatDay] = [*_mentions(text, day, lean), *_that_day(text)]
    for mention in sorted(named, key=lambda one: (one.start, -one.end)):
        if found and mention.start < found[-1].end:
            continue
        if isinstance(mention, DateMention):
            found.append(mention)
            if mention.first == mention.last and _has_just_been(mention.first, day):
                said = mention.first
        elif said:
            found.append(DateMention(mention.start, mention.end, said, said))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _ThatDay:
    """A place that names a day named before."""

    start: int
    end: int


def _day(reference: date | datetime | None) -> date | None:
    return korean_day(reference) if isinstance(reference, datetime) else reference


def _has_just_been(day: date, reference: date | None) -> bool:
    return reference is None or timedelta(0) <= reference - day <= _JUST


def _that_day(text: str) -> Iterator[_ThatDay]:
    return (_ThatDay(match.start(), match.end()) for match in _THAT_DAY.finditer(text))


def _mentions(text: str, day: date | None, lean: Lean) -> Iterator[DateMention]:
    """Every rule's readings, overlapping ones too; of two from one place the longer one counts."""
    asof = AsOf(day or date.min, lean)
    for pattern, read in (*KOREAN_RULES, *ENGLISH_RULES):
        for match in pattern.finditer(text):
            if day is None and not match.groupdict().get("year"):
                continue  # only a name with its year needs no day to count from
            if days := read(match, asof):
                where = match.span()
                yield DateMention(*where, days.first, days.last, _unsaid(match.groupdict()))


def _unsaid(said: Mapping[str, str | None]) -> Unsaid | None:
    if said.get("year") or said.get("named") or said.get("side"):
        return None
    if said.get("month"):
        return Unsaid.YEAR
    return Unsaid.MONTH if said.get("day") else None
