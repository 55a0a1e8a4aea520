"""A moment written on a page ("입력 2026.03.02. 오전 10:11", ISO 8601, "March 2, 2026")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

# Pages of Korean news state no offset; Korea has had one offset all year round since 1988.
KOREA = timezone(timedelta(hours=9))

# Abbreviations of zones that English pages use, in hours from UTC.
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "KST": 9, "JST": 9, "BST": 1, "CET": 1, "CEST": 2}
_ZONES |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7}
_CLOCK = (
    r"(?:[\sT,|–-]*(?:at\s+)?(?P<half>오전|오후|낮|새벽|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})(?::|시\s*)(?P<minute>\d{1,2})?"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?분?\s*(?P<after>[ap]\.?m\b\.?)?"
    rf"\s*(?P<zone>(?:{'|'.join(_ZONES)})\b|[+-](?:0\d|1[0-4]):?[0-5]\d\b|\+\d\d\b)?)?"
)
_WEEKDAY = r"(?:\s*\([월화수목금토일](?:요일)?\)|\s*[월화수목금토일]요일)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d{2}|(?<=['’‘])\d{2})"
# The forms of a date, each with the clock that may follow it.
TIMESTAMP_PATTERNS = tuple(
    re.compile(date + _CLOCK, re.IGNORECASE)
    for date in (
        rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?=T|\b)",
        rf"(?<!\d){_YEAR}\s*[.\-/년]\s*(?P<month>\d{{1,2}})\s*[.\-/월]\s*(?P<day>\d{{1,2}})(?!\d)"
        rf"\s*[.일]?{_WEEKDAY}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment written in a text, and where it stands."""

    start: int
    end: int
    at: datetime


def moments(text: str) -> list[Moment]:
    """Every moment written in a text, in order; +09:00 where the text states no offset.

    A date without a clock is that day's midnight.
    """
    found: list[Moment] = []
    for moment in sorted(_readings(text), key=lambda one: (one.start, -one.end)):
        if not found or moment.start >= found[-1].end:
            found.append(moment)
    return found


def parse_datetime(text: str) -> datetime | None:
    """The first moment written in a text; None where nothing in it is a date.

    >>> parse_datetime("입력 2026.03.02. 오후 1:05").isoformat()
    '2026-03-02T13:05:00+09:00'
    """
    return next((moment.at for moment in moments(text)), None)


def korean_day(moment: datetime) -> date:
    """The day it is in Korea at a moment; the one on the moment's own clock where that states no
    offset, and on the calendar's first and last days, which Korea's clock leaves.

    >>> korean_day(datetime.fromisoformat("2026-03-01T18:00:00+00:00")).isoformat()
    '2026-03-02'
    """
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(KOREA).date()
    except OverflowError:
        return moment.date()


def _readings(text: str) -> Iterator[Moment]:
    for pattern in TIMESTAMP_PATTERNS:
        for match in pattern.finditer(text):
            if at := _moment(match):
                yield Moment(match.start(), match.end(), at)


def _moment(match: re.Match[str]) -> datetime | None:
    part = match.groupdict()
    month = part.get("month") or 1 + _MONTHS.index(part["name"][:3].lower())
    year = int(part["year"])
    try:
        return datetime(
            year if year > 99 else 2000 + year,
            int(month),
            int(part["day"]),
            _hour(int(part["hour"] or 0), part["half"] or part["after"] or ""),
            int(part["minute"] or 0),
            int(part["second"] or 0),
            tzinfo=_zone(part["zone"]),
        )
    except ValueError:  # the 31st of April
        return None


# "낮 1시" is one in the afternoon, "낮 11시" is in the morning.
_EVENING = 6


def _hour(hour: int, half: str) -> int:
    """The hour of the day; some pages write "오후 13:05", which is taken at its word."""
    if half.lower().startswith(("오후", "p")):
        return hour + 12 if hour < 12 else hour
    if half == "낮":
        return hour + 12 if hour < _EVENING else hour
    return 0 if half and hour == 12 else hour


def _zone(written: str | None) -> timezone:
    if not written:
        return KOREA
    if written.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[written.upper()]))
    sign = -1 if written[0] == "-" else 1
    digits = written[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))
