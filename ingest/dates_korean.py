"""How Korean news names days: "내년 3월", "지난달 말", "오는 15일", "어제"."""

import re
from collections.abc import Callable

from ingest.periods import (
    AsOf,
    Days,
    Lean,
    days_from,
    month_of,
    months_from,
    one_day,
    quarter_of,
    week_from,
    year_of,
)

Reading = Callable[[re.Match[str], AsOf], Days | None]

_YEARS = {
    "올해": 0,
    "금년": 0,
    "올": 0,
    "지난해": -1,
    "작년": -1,
    "내년": 1,
    "재작년": -2,
    "후년": 2,
}
# Names of two words are as often written as one. Some begin or end other words as well: "전달했다",
# "내주었다"; there the rule says what may follow.
_MONTHS = {
    "이달": 0,
    "이번 달": 0,
    "지난 달": -1,
    "저번 달": -1,
    "지지난 달": -2,
    "전달": -1,
    "다음 달": 1,
    "다다음 달": 2,
    "내달": 1,
}
_DAYS = {"오늘": 0, "어제": -1, "그제": -2, "그저께": -2, "엊그제": -2, "내일": 1, "모레": 2}
_WEEKS = {
    "이번 주": 0,
    "금주": 0,
    "지난 주": -1,
    "저번 주": -1,
    "지지난 주": -2,
    "다음 주": 1,
    "다다음 주": 2,
    "내주": 1,
}
_SIDES = {"오는": Lean.COMING, "돌아오는": Lean.COMING, "지난": Lean.PAST}
# What runs longer is no span of days but two numbers with a dash between them.
_LONGEST_SPAN = 366
_WEEKDAYS = "월화수목금토일"

_PART = r"(?:\s?(?P<part>초순|초|중순|하순|말)(?![가-힣]*기))?"
_YEAR = (
    r"(?:(?<!\d)(?P<year>(?:19|20)\d{2})\s?년(?!대)|(?P<named>올(?=\s?\d)|"
    + "|".join(name for name in _YEARS if name != "올")
    + r"))"
)
# What stands in another year than the nearest ("1646년 3월", "이듬해 3월 2일") is not read as if
# nothing stood before it: its year is not known here.
_OTHER_YEARS = (r"\d년", "이듬해", "다음해", "다음 해", "그해", "같은 해")
_ITS_OWN = "".join(rf"(?<!{name})(?<!{name}\s)" for name in (*_OTHER_YEARS, r"\d월"))
# "3일간", "60일 안에", "100일째", "주 4일제", "5일장", "1일 최대 300명" count days; they name none.
_NOT_COUNTED = (
    r"(?!\s?(?:간|만에|째|동안|안에|안으로|이내|내에|내로|치|짜리|전|뒤|후|정도|가량|연속|분|차|이상|넘게"
    r"|걸|앞|남짓|미만|일)|[제장씩]|(?<=(?<!\d)1일)\s(?:최대|평균|\d+\s?(?:회|번|명|시간)))"
)
_PER = r"(?<!\s[주연총]\s)(?<!^[주연총]\s)(?<!최대\s)"
_DAY = rf"{_PER}(?<!\d)(?P<day>\d{{1,2}})\s?일{_NOT_COUNTED}"

# What follows tells the names of days from verbs.
_NO_VERB = (
    r"(?:(?<!전달)(?<!내주)(?<!내달)|(?<=전달)(?=\s?(?:\d|초|중순|하순|말|대비)|보다|에\s비)"
    r"|(?<=내주)(?:(?![가-힣])|(?=에|의|부터|까지|초|말|중|[월화수목금토일]요일))|(?<=내달)(?![리려렸린릴라]))"
)


def _year(match: re.Match[str], asof: AsOf) -> int:
    named = match["named"]
    return asof.day.year + _YEARS[named] if named else int(match["year"])


def _year_month_day(match: re.Match[str], asof: AsOf) -> Days | None:
    return one_day(_year(match, asof), int(match["month"]), int(match["day"]))


def _year_month(match: re.Match[str], asof: AsOf) -> Days | None:
    return month_of(_year(match, asof), int(match["month"]), _part(match))


def _whole_year(match: re.Match[str], asof: AsOf) -> Days | None:
    year = _year(match, asof)
    if match["quarter"]:
        return quarter_of(year, int(match["quarter"]))
    return year_of(year, match["part"])


def _named_month(match: re.Match[str], asof: AsOf) -> Days | None:
    year, month = months_from(asof.day, _named(_MONTHS, match))
    return (
        one_day(year, month, int(match["day"]))
        if match["day"]
        else month_of(year, month, _part(match))
    )


def _month_day(match: re.Match[str], asof: AsOf) -> Days | None:
    month, day = int(match["month"]), int(match["day"])
    return asof.choose([one_day(asof.day.year + shift, month, day) for shift in (-1, 0, 1)])


def _month(match: re.Match[str], asof: AsOf) -> Days | None:
    month = int(match["month"])
    lean = _SIDES.get(match["side"])
    years = (asof.day.year + shift for shift in (-1, 0, 1))
    return asof.choose([month_of(year, month, _part(match)) for year in years], lean)


def _bare_day(match: re.Match[str], asof: AsOf) -> Days | None:
    day = int(match["day"])
    months = (months_from(asof.day, shift) for shift in (-1, 0, 1))
    possible = [one for year, month in months if (one := one_day(year, month, day))]
    return asof.choose(possible, _SIDES.get(match["side"]))


def _relative_day(match: re.Match[str], asof: AsOf) -> Days | None:
    return days_from(asof.day, _DAYS[match["named"]])


def _week(match: re.Match[str], asof: AsOf) -> Days | None:
    week = week_from(asof.day, _named(_WEEKS, match))
    if week and match["weekday"]:
        return days_from(week.first, _WEEKDAYS.index(match["weekday"]))
    return week


def _side_weekday(match: re.Match[str], asof: AsOf) -> Days | None:
    weekday = _WEEKDAYS.index(match["weekday"])
    week = asof.day.weekday()
    back = (week - weekday) % 7 or 7
    return days_from(asof.day, -back if match["side"] == "지난" else (weekday - week) % 7 or 7)


def _span(match: re.Match[str], asof: AsOf) -> Days | None:
    """A span, "3월 12일부터 15일까지" or "12∼15일", to the first such day after its beginning."""
    month = int(match["month"]) if match["month"] else None
    if match["year"] or match["named"]:
        first = one_day(_year(match, asof), month, int(match["day"])) if month else None
    elif month:
        first = _month_day(match, asof)
    else:
        first = _bare_day(match, asof)
    if first is None:
        return None
    begins = first.first
    ends = [
        one_day(year, int(match["to_month"] or number), int(match["to_day"]))
        for year, number in (months_from(begins, shift) for shift in (0, 1, 12))
    ]
    last = next((one.last for one in ends if one and one.last >= begins), None)
    return Days(begins, last) if last and (last - begins).days <= _LONGEST_SPAN else None


def _part(match: re.Match[str]) -> str | None:
    part = match["part"]
    return "초" if part == "초순" else part


def _named(names: dict[str, int], match: re.Match[str]) -> int:
    """What the name of a match stands for, written as one word or as two."""
    written = "".join(match["named"].split())
    return next(shift for name, shift in names.items() if name.replace(" ", "") == written)


def _any(names: dict[str, int]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(name.replace(" ", r"\s?") for name in longest_first)


_SPAN = r"(?:\s?\([월화수목금토일]\))?\s?(?:부터|에서|[~∼～–-])\s?"
# Each pattern with its reading. Where two fit at one place, the longer match counts.
KOREAN_RULES: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (
        re.compile(rf"{_YEAR}\s?(?P<month>\d{{1,2}})\s?월\s?(?P<day>\d{{1,2}})\s?일"),
        _year_month_day,
    ),
    (
        re.compile(
            rf"{_ITS_OWN}(?:{_YEAR}\s?)?(?:(?P<month>\d{{1,2}})\s?월\s?)?(?P<side>(?:지난|오는)(?=\s?\d))?\s?"
            rf"(?<!\d)(?P<day>\d{{1,2}})\s?일?{_SPAN}(?:(?P<to_month>\d{{1,2}})\s?월\s?)?"
            rf"(?P<to_day>\d{{1,2}})\s?일{_NOT_COUNTED}"
        ),
        _span,
    ),
    (re.compile(rf"{_YEAR}\s?(?P<month>\d{{1,2}})\s?월{_PART}"), _year_month),
    (
        re.compile(
            rf"{_YEAR}(?:\s?(?P<quarter>[1-4])\s?분기|\s?(?P<part>상반기|하반기|초|말)(?![가-힣]*\s?월))?"
        ),
        _whole_year,
    ),
    (
        re.compile(rf"(?<![가-힣])(?P<named>{_any(_MONTHS)}){_NO_VERB}(?:\s?{_DAY}|{_PART})"),
        _named_month,
    ),
    (
        re.compile(rf"{_ITS_OWN}(?<!\d)(?P<month>\d{{1,2}})\s?월\s?(?P<day>\d{{1,2}})\s?일"),
        _month_day,
    ),
    (
        re.compile(
            rf"{_ITS_OWN}(?:(?P<side>지난|오는)\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?월{_PART}"
        ),
        _month,
    ),
    (re.compile(r"(?P<side>지난|오는)\s?(?P<weekday>[월화수목금토일])요일"), _side_weekday),
    (re.compile(rf"{_ITS_OWN}(?<![~∼～–])(?:(?P<side>오는|돌아오는|지난)\s?)?{_DAY}"), _bare_day),
    (re.compile(rf"(?<![가-힣])(?P<named>{_any(_DAYS)})(?!날)"), _relative_day),
    (
        re.compile(
            rf"(?<![가-힣])(?P<named>{_any(_WEEKS)}){_NO_VERB}(?:\s?(?P<weekday>[월화수목금토일])요일)?"
        ),
        _week,
    ),
    (
        re.compile(
            r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<named>)[-./]\s?(?P<month>\d{1,2})[-./]\s?(?P<day>\d{1,2})(?!\d)"
        ),
        _year_month_day,
    ),
)
