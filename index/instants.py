"""Points in time as text that sorts, whatever offset they were written with."""

from datetime import UTC, datetime, timedelta, timezone

# A time without an offset is read as Korean time, where the briefings come from.
_KOREA = timezone(timedelta(hours=9))
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def utc_text(moment: datetime) -> str:
    """The moment in UTC, fixed width, so that comparing texts compares moments.

    A moment whose UTC date falls out of the calendar becomes the calendar's first or last.

    >>> utc_text(datetime.fromisoformat("2026-03-12T08:30:00+09:00"))
    '2026-03-11T23:30:00.000000+00:00'
    >>> utc_text(datetime(2026, 3, 12)) # no offset: Korean time
    '2026-03-11T15:00:00.000000+00:00'
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=_KOREA)
    try:
        in_utc = aware.astimezone(UTC)
    except OverflowError:
        in_utc = _FIRST if aware.year == _FIRST.year else _LAST
    return in_utc.isoformat(timespec="microseconds")


def shifted(moment: datetime, by: timedelta) -> datetime:
    """The moment so much later; the calendar's first or last where it ends before that.

    >>> shifted(datetime(9999, 12, 31), timedelta(days=2)).isoformat()
    '9999-12-31T23:59:59.999999'
    """
    try:
        return moment + by
    except OverflowError:
        end = _LAST if by > timedelta(0) else _FIRST
        return end.replace(tzinfo=moment.tzinfo)
