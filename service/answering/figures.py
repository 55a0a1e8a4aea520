"""The numbers of a sentence as values, so that "4,200억" and "420 billion" are one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Morpheme
from ingest.periods import Days

_SCALES = {
    "조": Decimal(10) ** 12,
    "억": Decimal(10) ** 8,
    "만": Decimal(10) ** 4,
    "천": Decimal(10) ** 3,
    "백": Decimal(10) ** 2,
    "trillion": Decimal(10) ** 12,
    "billion": Decimal(10) ** 9,
    "million": Decimal(10) ** 6,
    "thousand": Decimal(10) ** 3,
    "hundred": Decimal(10) ** 2,
}
# "4,200억", "420 billion"; "1조 2,000억" and "3만 5천" are one number each.
_NUMBER = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:\s?(?:[조억만천백]+(?: ?\d[\d,]*[조억만천백]+)*"
    r"|(?:tr|b|m)illion\b|thousand\b|hundred\b))?",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(\d[\d,]*(?:\.\d+)?)([^\d]*)")
_SCALE = re.compile(r"[조억만천백]|\w*illion|thousand|hundred", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
# Days as news write them; the year may be missing, and so may the day.
_DATES = (
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?P<year>\d{4})년"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})월"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})일(?!간|\s?동안)"),
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH}{_YEAR}"),
    re.compile(rf"\b{_MONTH}(?: {_DAY})?{_YEAR}"),
)
# A number that may be a year, as in "2026~2027".
_YEARS = range(1900, 2100)
# Small numbers as words; "one" and "한" are left out, for they are articles more often.
_WORDS = {
    **{word: 2 for word in ("두", "둘", "이틀", "two", "both", "twice", "double", "doubled")},
    **{word: 3 for word in ("세", "석", "서", "셋", "사흘", "three", "thrice", "triple")},
    **{word: 4 for word in ("네", "넉", "너", "넷", "나흘", "four")},
    **{word: 5 for word in ("다섯", "닷새", "five")},
    **{word: 6 for word in ("여섯", "엿새", "six")},
    **{word: 7 for word in ("일곱", "seven")},
    **{word: 8 for word in ("여덟", "eight")},
    **{word: 9 for word in ("아홉", "nine")},
    **{word: 10 for word in ("열", "ten")},
}
_WORD_TAGS = ("MM", "NR", "SL")
_DAY_WORDS = frozenset({"이틀", "사흘", "나흘", "닷새", "엿새"})


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a text, and the parts of days in it ("year", "month" or "day", and which)."""

    values: frozenset[Decimal]
    days: frozenset[tuple[str, int]]

    def __bool__(self) -> bool:
        return bool(self.values or self.days)

    def hold(self, other: "Figures") -> bool:
        """Whether all that the other has is here; a year may be written as a number or a day's."""
        years = {Decimal(number) for part, number in self.days if part == "year"}
        written = {("year", int(value)) for value in self.values if value in _YEARS}
        return other.values <= self.values | years and other.days <= self.days | written


def figures(text: str, morphemes: Iterable[Morpheme], named: Iterable[Days] = ()) -> Figures:
    """The numbers of a text; `named` are days that it means besides ("yesterday").

    >>> figures("4,200억 원", ()).values == figures("420 billion won", ()).values
    True
    >>> sorted(figures("on March 12", ()).days)
    [('day', 12), ('month', 3)]
    """
    days: set[tuple[str, int]] = set()
    rest = text
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            days.update((part, _part(said)) for part, said in match.groupdict().items() if said)
        rest = pattern.sub(" ", rest)
    for one in named:
        for day in (one.first, one.last):
            days |= {("year", day.year), ("month", day.month), ("day", day.day)}
    values = {_value(number) for number in _NUMBER.findall(rest)}
    values |= {
        Decimal(_WORDS[word.form.lower()])
        for word in morphemes
        if word.form.lower() in _WORDS and (word.tag in _WORD_TAGS or word.form in _DAY_WORDS)
    }
    return Figures(frozenset(values), frozenset(days))


def _part(said: str) -> int:
    if said.isdigit():
        return int(said)
    return _MONTHS.index(said.lower()[:3]) + 1


def _value(number: str) -> Decimal:
    total = Decimal(0)
    for digits, scales in _PIECE.findall(number):
        value = Decimal(digits.replace(",", ""))
        for scale in _SCALE.findall(scales):
            value *= _SCALES[scale.lower()]
        total += value
    return total
