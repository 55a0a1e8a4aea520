"""The days that active passages name, whatever they call them: "12일", "어제", "March 12".

They are kept beside the words, as ranges, and not among them as words: a month is met by each of
its days without a word for every unit of the calendar, and passages stay as long as they are.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from index.filters import Where
from index.postings import Integers
from ingest.dates import DateMention
from ingest.periods import Days

# Names what stored days were found by; another name finds all of them anew. To be changed with
# the grammar of ingest.dates.
RULE = "1"
# Days after the first of the longest range that a single day in it is asked for by: "next week", a
# third of a month, a conference. "This year" says nothing of a day.
_SHORT = 10


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days that a passage names, and the place in the document where the name begins."""

    start: int
    days: Days


def meets(named: Days, asked: Days) -> bool:
    """Whether a text that names these days speaks of those: it names some of them and, unless it
    is about a few days only, none beside them.

    >>> march, year = (Days(date(2026, m, 1), date(2026, n, 31)) for m, n in ((3, 3), (1, 12)))
    >>> meets(march, year), meets(year, march)
    (True, False)
    """
    if named.first > asked.last or named.last < asked.first:
        return False
    within = asked.first <= named.first and named.last <= asked.last
    return within or (named.last - named.first).days <= _SHORT


def insert(connection: sqlite3.Connection, row: int, named: Iterable[DateMention]) -> None:
    """Make a passage findable by the days it names."""
    connection.executemany(
        "INSERT INTO days (passage, start, first, last) VALUES (?, ?, ?, ?)",
        [(row, one.start, one.first.toordinal(), one.last.toordinal()) for one in named],
    )


def delete(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Take passages out of those that are found by days."""
    connection.executemany("DELETE FROM days WHERE passage = ?", [(row,) for row in rows])


class Naming(NamedTuple):
    """Active passages that name some of the days asked for: their rows, ascending, and how often
    each does."""

    rows: Integers
    times: Integers


def naming(connection: sqlite3.Connection, asked: Sequence[Days]) -> Naming:
    """The active passages that name any of the days asked for."""
    where = _meeting(asked)
    # As one text: a year is named by tens of thousands, and a row for each takes three times as
    # long to fetch.
    (listed,) = connection.execute(
        f"SELECT group_concat(passage) FROM days WHERE {where.sql}", where.values
    ).fetchone()
    return Naming(*np.unique(np.fromstring(listed or "", np.int64, sep=","), return_counts=True))


def of_passages(
    connection: sqlite3.Connection, rows: Iterable[int]
) -> dict[int, tuple[NamedDays, ...]]:
    """The days that passages name, by row and in the order of the text."""
    asked = [int(row) for row in rows]
    found = connection.execute(
        "SELECT passage, start, first, last FROM days"
        " WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, start",
        (json.dumps(asked),),
    )
    grouped: dict[int, list[NamedDays]] = {row: [] for row in asked}
    for row, start, first, last in found:
        days = Days(date.fromordinal(first), date.fromordinal(last))
        grouped[row].append(NamedDays(start, days))
    return {row: tuple(group) for row, group in grouped.items()}


def _meeting(asked: Sequence[Days]) -> Where:
    """The condition on a row of days that is `meets` for any of the days asked for."""
    values: list[int] = []
    for days in asked:
        first, last = days.first.toordinal(), days.last.toordinal()
        values += [first - _SHORT, last, first, first, last]
    one = (
        "(first BETWEEN ? AND ? AND last >= ?"  # the bounds let the index find them
        f" AND (last - first <= {_SHORT} OR (first >= ? AND last <= ?)))"
    )
    return Where(" OR ".join([one] * len(asked)) or "FALSE", tuple(values))
