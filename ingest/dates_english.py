"""How English news names days: "March 2, 2026", "next month", "on Tuesday"."""

import re
from collections.abc import Callable

from ingest.periods import (
    AsOf,
    Days,
    days_from,
    month_of,
    months_from,
    one_day,
    week_from,
    year_of,
)

Reading = Callable[[re.Match[str], AsOf], Days | None]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
# Questions are typed in small letters, too.
_MONTH = rf"(?P<month>(?i:{_NAMES}))"
# Behind a number, "may" and "march" in small letters are what it does.
_MONTH_BEHIND = rf"(?P<month>{_NAMES})"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_SIDES = {"last": -1, "this": 0, "next": 1}


def _month_day(match: re.Match[str], asof: AsOf) -> Days | None:
    month, day = _number(match), int(match["day"])
    if match["year"]:
        return one_day(int(match["year"]), month, day)
    return asof.choose([one_day(asof.day.year + shift, month, day) for shift in (-1, 0, 1)])


def _month(match: re.Match[str], asof: AsOf) -> Days | None:
    month = _number(match)
    if match["year"]:
        return month_of(int(match["year"]), month)
    return asof.choose([month_of(asof.day.year + shift, month) for shift in (-1, 0, 1)])


def _span(match: re.Match[str], asof: AsOf) -> Days | None:
    first, last = _month_day(match, asof), int(match["to_day"])
    ends = one_day(first.first.year, first.first.month, last) if first else None
    return Days(first.first, ends.last) if first and ends and ends.last >= first.first else None


def _number(match: re.Match[str]) -> int:
    return 1 + _MONTHS.index(match["month"][:3].lower())


def _relative_day(match: re.Match[str], asof: AsOf) -> Days | None:
    return days_from(asof.day, _DAYS[match["named"].lower()])


def _period(match: re.Match[str], asof: AsOf) -> Days | None:
    side = _SIDES[match["side"].lower()]
    unit = match["unit"].lower()
    if unit == "week":
        return week_from(asof.day, side)
    if unit == "month":
        return month_of(*months_from(asof.day, side))
    return year_of(asof.day.year + side)


def _weekday(match: re.Match[str], asof: AsOf) -> Days | None:
    """A bare weekday is the last one up to the day of the article: news reports what has been."""
    ahead = _WEEKDAYS.index(match["named"][:3].lower()) - asof.day.weekday()
    side = (match["side"] or "").lower()
    if side == "this":
        return days_from(asof.day, ahead)
    if side == "next":
        return days_from(asof.day, ahead + 7 if ahead <= 0 else ahead)
    if side == "last":
        return days_from(asof.day, ahead - 7 if ahead >= 0 else ahead)
    return days_from(asof.day, ahead - 7 if ahead > 0 else ahead)


# Each pattern with its reading. Where two fit at one place, the longer match counts.
ENGLISH_RULES: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (
        re.compile(
            rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})\s?(?:-|–|to|through)\s?(?P<to_day>\d{{1,2}})(?!\d)"
            r"(?:,?\s+(?P<year>(?:19|20)\d{2})\b)?"
        ),
        _span,
    ),
    (
        re.compile(
            rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year>(?:19|20)\d{{2}})\b)?"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_BEHIND}(?:,?\s+(?P<year>(?:19|20)\d{{2}})\b)?"
        ),
        _month_day,
    ),
    (re.compile(rf"\b{_MONTH},?\s+(?P<year>(?:19|20)\d{{2}})\b"), _month),
    # "may" and "march" are words; a month on its own follows a preposition.
    (
        re.compile(
            rf"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|of|late|early)\s(?P<year>){_MONTH}(?!\s+\d)"
        ),
        _month,
    ),
    (re.compile(r"\b(?P<named>today|yesterday|tomorrow)\b", re.IGNORECASE), _relative_day),
    (
        re.compile(r"\b(?P<side>last|this|next)\s+(?P<unit>week|month|year)\b", re.IGNORECASE),
        _period,
    ),
    (
        re.compile(
            r"\b(?:(?P<side>last|next|this|on)\s+)?(?P<named>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
            re.IGNORECASE,
        ),
        _weekday,
    ),
)
