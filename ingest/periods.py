"""Ranges of days, counted from the day an article was published."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# What "초/중순/말" (early, middle, late) mean of a month: its thirds, as newspapers use them.
_MONTH_PARTS = {"초": (1, 10), "중순": (11, 20), "말": (21, 31), "하순": (21, 31)}
_YEAR_PARTS = {"초": (1, 3), "말": (10, 12), "상반기": (1, 6), "하반기": (7, 12)}
_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A range of days, both ends included; an earlier one is less."""

    first: date
    last: date


class Lean(StrEnum):
    """Which of several days is meant where a name does not say: "12일", "March".

    Articles mean the NEAREST. Questions mean what is PAST, or else what is COMING.
    """

    NEAREST = "nearest"
    PAST = "past"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that a text is read as of, and what it leans to."""

    day: date
    lean: Lean = Lean.NEAREST

    def choose(self, candidates: Iterable[Days | None], lean: Lean | None = None) -> Days | None:
        """The one of the candidates that is meant; of two as near the earlier one.

        "4월 23일" in an article of March 30 is to come, "31일" in one of the 2nd has been. Where
        nothing lies on the side that is leant to, the nearest on the other is meant.
        """
        lean = lean or self.lean
        possible = sorted((one for one in candidates if one), key=self._far)
        if lean is Lean.PAST:
            possible.sort(key=lambda one: one.first > self.day)
        elif lean is Lean.COMING:
            possible.sort(key=lambda one: one.first < self.day)
        return next(iter(possible), None)

    def _far(self, days: Days) -> tuple[timedelta, date]:
        return abs(days.first - self.day), days.first


def one_day(year: int, month: int, day: int) -> Days | None:
    """A single day; None where the calendar has no such day."""
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return Days(only, only)


def days_from(reference: date, days: int) -> Days | None:
    """The day so many days from the reference."""
    try:
        only = reference + timedelta(days=days)
    except OverflowError:
        return None
    return Days(only, only)


def month_of(year: int, month: int, part: str | None = None) -> Days | None:
    """A month or the part of it that "초", "중순" or "말" names."""
    if not (1 <= month <= 12 and date.min.year <= year <= date.max.year):
        return None
    length = calendar.monthrange(year, month)[1]
    first, last = _MONTH_PARTS.get(part or "", (1, length))
    return Days(date(year, month, first), date(year, month, min(last, length)))


def months_from(reference: date, months: int) -> tuple[int, int]:
    """Year and month so many months from the reference's."""
    count = reference.year * 12 + reference.month - 1 + months
    return count // 12, count % 12 + 1


def year_of(year: int, part: str | None = None) -> Days | None:
    """A year or the part of it that "초", "말", "상반기" or "하반기" names."""
    first, last = _YEAR_PARTS.get(part or "", (1, 12))
    return _months(year, first, last)


def quarter_of(year: int, quarter: int) -> Days | None:
    """A quarter of a year, counted from 1."""
    last = quarter * _QUARTER_MONTHS
    return _months(year, last - _QUARTER_MONTHS + 1, last) if 1 <= quarter <= 4 else None


def week_from(reference: date, weeks: int) -> Days | None:
    """The week (Monday to Sunday) so many weeks from the reference's."""
    try:
        monday = reference + timedelta(days=-reference.weekday(), weeks=weeks)
        return Days(monday, monday + timedelta(days=6))
    except OverflowError:
        return None


def _months(year: int, first: int, last: int) -> Days | None:
    start, end = month_of(year, first), month_of(year, last)
    return Days(start.first, end.last) if start and end else None
