"""The JSON that clients send to ask and to search, and what all they send has in common."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from index.query import Filters
from service.answering.answer import Turn
from service.answering.question import Question

_SECONDS = re.compile(r"\s*[-+]?\d+(\.\d*)?\s*")
# Converting between time zones must not leave the range of datetime, which ends at these years.
_YEARS = range(2, 9999)
# A page shows ten; fifty is what a script re-ranking the hits asks for.
MAX_HITS = 50
# Only the last few turns say what a follow-up means; more is a client that forgot to cut.
MAX_TURNS = 50
# The longest name a file system stores is 255 bytes; URLs are rarely over 2,000 characters.
MAX_NAME_CHARS = 2000


def _encodable(text: str) -> str:
    """Refuse half surrogate pairs, which JSON can spell and no file or database can store."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        msg = "holds half a surrogate pair, which is no character"
        raise ValueError(msg)
    return text


def _storable(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        msg = "the year is out of range"
        raise ValueError(msg)
    return moment


def _no_text(value: object) -> object:
    """Refuse what pydantic would take for a number, and the description of the API does not."""
    if isinstance(value, str | bool):
        msg = "is no number"
        raise ValueError(msg)
    return value


def _no_number(value: object) -> object:
    """Refuse seconds since 1970, as a number or its digits."""
    if isinstance(value, int | float) or (isinstance(value, str) and _SECONDS.fullmatch(value)):
        msg = "is no date and time as RFC 3339 writes them"
        raise ValueError(msg)
    return value


Text = Annotated[str, AfterValidator(_encodable)]
Flag = Annotated[bool, Strict()]
Count = Annotated[int, BeforeValidator(_no_text)]
Name = Annotated[str, Field(max_length=MAX_NAME_CHARS), AfterValidator(_encodable)]
Moment = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_storable)]


class Received(BaseModel):
    """What a client sends: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Received):
    """Which documents may answer. One without a date passes neither date filter."""

    source: Name | None = Field(
        default=None,
        description="from exactly this source, or below it (a folder, a host), or with this file "
        "name",
    )
    publisher: Name | None = Field(default=None, description="of this publisher, whatever the case")
    published_after: Moment | None = Field(default=None, description="published then or later")
    published_before: Moment | None = Field(default=None, description="published earlier")

    def filters(self) -> Filters:
        """As the index takes them."""
        return Filters(self.source, self.publisher, self.published_after, self.published_before)


Asked = Annotated[Text, Field(description="in Korean or English")]
Narrowed = Annotated[FiltersIn, Field(description="which documents may answer")]
AsOf = Annotated[
    Moment | None,
    Field(description='the moment that "어제", "last week" and "3월 12일" count from; null: now'),
]


class SearchIn(Received):
    """A search."""

    question: Asked
    k: Count = Field(default=10, ge=1, le=MAX_HITS, description="how many passages")
    filters: Narrowed = FiltersIn()
    as_of: AsOf = None
    rerank: Flag = Field(
        default=False,
        description="order the hits by reading them, as for an answer, which takes as long as one",
    )


class TurnIn(Received):
    """One earlier exchange, as the client remembers it."""

    question: Text = Field(description="what was asked")
    answer: Text = Field(default="", description="the `text` of its answer")


class ChatIn(Received):
    """A question with what was said before it."""

    question: Asked
    history: list[TurnIn] = Field(
        default=[],
        max_length=MAX_TURNS,
        description="the turns before, the oldest first; the service keeps none",
    )
    k: Count = Field(default=8, ge=1, le=MAX_HITS, description="passages the answer is chosen from")
    filters: Narrowed = FiltersIn()
    as_of: AsOf = None
    stream: Flag = Field(default=False, description="answer with server-sent events")

    def asked(self) -> Question:
        """As the answer engine takes it."""
        turns = tuple(Turn(turn.question, turn.answer) for turn in self.history)
        return Question(self.question, turns, self.k, self.filters.filters(), self.as_of)
