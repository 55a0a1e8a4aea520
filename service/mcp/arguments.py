"""What the tools take; flat, because models fill flat arguments in more surely than nested ones."""

from pydantic import Field

from index.query import Filters
from service.answering.answer import Turn
from service.answering.question import Question
from service.http.received import MAX_HITS, MAX_TURNS, AsOf, Moment, Name, Received, Text, TurnIn

# A part of a document that a model's context has room for.
PART_CHARS = 20_000


class SearchArguments(Received):
    """A question, and which documents may answer it."""

    question: Text = Field(description="The question or words to look for, in Korean or English.")
    k: int = Field(default=8, ge=1, le=MAX_HITS, description="How many passages to look at.")
    source: Name | None = Field(
        default=None, description="Only documents of this file name, folder, host or URL."
    )
    publisher: Name | None = Field(default=None, description="Only documents of this publisher.")
    published_after: Moment | None = Field(
        default=None, description="Only documents published then or later (ISO 8601)."
    )
    published_before: Moment | None = Field(
        default=None, description="Only documents published earlier (ISO 8601)."
    )
    as_of: AsOf = None

    def filters(self) -> Filters:
        """As the index takes them."""
        return Filters(self.source, self.publisher, self.published_after, self.published_before)


class AskArguments(SearchArguments):
    """A question with what was said before it."""

    history: list[TurnIn] = Field(
        default=[], max_length=MAX_TURNS, description="The turns before it, the oldest first."
    )

    def asked(self) -> Question:
        """As the answer engine takes it."""
        turns = tuple(Turn(turn.question, turn.answer) for turn in self.history)
        return Question(self.question, turns, self.k, self.filters(), self.as_of)


class DocumentArguments(Received):
    """A document, and where to begin reading."""

    doc_id: Text = Field(description="The `doc_id` of a hit or a citation.")
    start: int = Field(
        default=0, ge=0, description="The code point of its text to begin at; see `next_start`."
    )
    length: int = Field(
        default=PART_CHARS, ge=1, le=PART_CHARS, description="At most so many code points."
    )
