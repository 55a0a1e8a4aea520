"""The days that a question names, and which are meant where its names do not say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from index.named_days import meets
from ingest.dates import DateMention, Unsaid, find_dates
from ingest.periods import Days, Lean

# How far back what a name leaves open is looked for, in the years or months that it leaves open:
# older briefings are asked about with their year.
_BACK = 10
# Short enough that no month and no year is stepped over.
_STEP = {Unsaid.MONTH: timedelta(days=28), Unsaid.YEAR: timedelta(days=365)}

Count = Callable[[tuple[Days, ...]], int]
"""How many passages name any of these days."""


@dataclass(frozen=True, slots=True)
class AskedDays:
    """Days that a question names at `start` to `end` of its text, and how many passages name them.

    `days` are one range, or the ones that an open name may mean.
    """

    start: int
    end: int
    days: tuple[Days, ...]
    passages: int

    @property
    def term(self) -> str:
        """The days as a term beside the question's words; no text has a term like it.

        >>> AskedDays(0, 3, (Days(date(2026, 3, 12), date(2026, 3, 12)),), 1).term
        '@2026-03-12/2026-03-12'
        """
        return "@" + ",".join(f"{one.first}/{one.last}" for one in self.days)

    def met_by(self, named: Days) -> bool:
        """Whether a text that names these days speaks of what is asked for."""
        return any(meets(named, asked) for asked in self.days)


def asked_days(text: str, as_of: datetime | date, count: Count) -> tuple[AskedDays, ...]:
    """The days a question names as of a day, those that some passage names.

    What counts from the day of the question ("지난주", "yesterday") means one range. A name without
    its year or month means the last or the next such day, for few questions tell which; where no
    passage names either, the latest before that some passage names.
    """
    found: dict[tuple[Days, ...], AskedDays] = {}
    for mention in find_dates(text, as_of, Lean.PAST):
        for days in _meanings(text, mention, as_of):
            if passages := count(days):
                found.setdefault(days, AskedDays(mention.start, mention.end, days, passages))
                break
    return tuple(found.values())


def _meanings(
    text: str, mention: DateMention, as_of: datetime | date
) -> Iterator[tuple[Days, ...]]:
    """What a name may mean, the likeliest first."""
    if mention.unsaid is None:
        yield (mention.days,)
        return
    yield tuple(dict.fromkeys((mention.days, *_read_again(text, mention, as_of, Lean.COMING))))
    for back in range(1, _BACK + 1):
        try:
            earlier = as_of - back * _STEP[mention.unsaid]
        except OverflowError:  # before the calendar begins
            return
        yield tuple(_read_again(text, mention, earlier, Lean.PAST))


def _read_again(
    text: str, mention: DateMention, as_of: datetime | date, lean: Lean
) -> Iterator[Days]:
    """The same name as of another day, or leaning to the other side."""
    return (one.days for one in find_dates(text, as_of, lean) if one.start == mention.start)
