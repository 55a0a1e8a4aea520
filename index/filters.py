"""What a query's filters mean to the database."""

import unicodedata
from dataclasses import dataclass

from index.instants import utc_text
from index.query import Filters


@dataclass(frozen=True, slots=True)
class Where:
    """A condition in SQL with the values of its question marks."""

    sql: str
    values: tuple[str | int, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"({self.sql}) AND ({other.sql})", self.values + other.values)


EVERYTHING = Where("TRUE")
# Parted by line ends, so that no word is found across two of them.
_NAMES = "casefold(d.title || char(10) || coalesce(d.publisher, '') || char(10) || d.source)"


def document_condition(filters: Filters) -> Where:
    """The condition on a row `d` of documents; an empty text asks for nothing, like None.

    >>> document_condition(Filters(publisher="한빛일보"))
    Where(sql='(TRUE) AND (casefold(d.publisher) = ?)', values=('한빛일보',))
    """
    where = EVERYTHING
    if filters.source:
        where &= _source(_composed(filters.source))
    if filters.publisher:
        where &= Where("casefold(d.publisher) = ?", (_composed(filters.publisher).casefold(),))
    if filters.published_after:
        where &= Where("d.published_utc >= ?", (utc_text(filters.published_after),))
    if filters.published_before:
        where &= Where("d.published_utc < ?", (utc_text(filters.published_before),))
    return where


def naming(words: str) -> Where:
    """The condition on documents `d` whose title, publisher or source holds each of the words,
    whatever the case; without words, on all."""
    where = EVERYTHING
    for word in _composed(words).split():
        where &= Where(f"instr({_NAMES}, ?) > 0", (word.casefold(),))
    return where


def _composed(text: str) -> str:
    """A text as names are stored: some systems spell 한 as three characters."""
    return unicodedata.normalize("NFC", text)


def _source(source: str) -> Where:
    """The whole source, its leading part up to a `/`, or its trailing part from one."""
    head, tail = source.rstrip("/") + "/", "/" + source.lstrip("/")
    return Where(
        "d.source = ? OR substr(d.source, 1, ?) = ? OR substr(d.source, ?) = ?",
        (source, len(head), head, -len(tail), tail),
    )
