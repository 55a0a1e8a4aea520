"""What a file's own properties say: guesses at best, for they are often a template's.

Never the file system's times: those say when somebody copied the file.
"""

import re
from datetime import date, datetime, timedelta

from ingest.dates import find_dates
from ingest.facts import Facts
from ingest.origins import Confidence, StatedBy
from ingest.timestamps import KOREA, korean_day

# Authors are often "user", "admin" or the machine's name; this is what a person's name looks like.
_PERSON = re.compile(r"[가-힣]{2,5}(?:\s[가-힣]{2,4})?|[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]*){1,3}")
# A text may announce what is most of a year ahead; a template is older.
# Moments of 1601, 1970 and 1980 are how formats spell "never".
_FIRST_YEAR = 1981
_OLDER = timedelta(days=365)


def file_facts(
    *, title: str | None, author: str | None, created: datetime | None, saved: datetime | None
) -> Facts:
    """The properties as facts. A moment without an offset is Korean time.

    Published is when it was last saved: a file made from another one, as offices make them, keeps
    that one's creation.
    """
    author = " ".join((author or "").split())
    published = _set(saved) or _set(created)
    if published and published.tzinfo is None:
        published = published.replace(tzinfo=KOREA)
    return Facts(
        title=" ".join((title or "").split()) or None,
        byline=author if _PERSON.fullmatch(author) else None,
        published_at=published,
    ).stated(StatedBy.FILE_PROPERTIES, Confidence.LOW)


def _set(moment: datetime | None) -> datetime | None:
    return moment if moment and moment.year >= _FIRST_YEAR else None


def is_older(moment: datetime, text: str) -> bool:
    """Whether a property's moment is years before the days that the text names in full.

    >>> is_older(datetime(2013, 12, 23, tzinfo=KOREA), "2026년 3월 12일 문을 연다.")
    True
    """
    days = [found.first for found in find_dates(text, None) if found.first == found.last]
    return max(days, default=date.min) - korean_day(moment) > _OLDER
