"""One clause of a Korean sentence that reports speech."""

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """Whether a clause says who spoke."""

    ACTIVE = "active"
    NOBODY = "nobody"  # "…라는 지적이 나온다": reported, but nobody's
    GIST = "gist"  # "…다는 것이다": its own topic is part of what was said
    HEADLINE = "headline"  # a quotation without any verb


@dataclass(frozen=True, slots=True)
class Report:
    """One clause that reports speech. Numbers are places among the sentence's words.

    `first`..`verb` is the clause; `quotes` are the quotations it closes (numbers), `clauses` the
    quotative clauses: the last word of each, and the offset at which what was said ends.
    """

    first: int
    verb: int
    quotes: tuple[int, ...]
    clauses: tuple[tuple[int, int], ...]
    lemma: str | None
    voice: Voice
    switches: bool = False  # the next clause has another subject ("…라고 묻자")
