"""The JSON of requests, and the shared pieces of responses."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.query import Filters, Hit
from index.records import Copy, Correction
from ingest.corrections import NoticeKind
from service.answering.answer import Answer, Citation, ShortAnswer, Status, Turn
from service.answering.checks import Check, Reason, Stage

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


Text = Annotated[str, AfterValidator(_encodable)]
Name = Annotated[str, Field(max_length=MAX_NAME_CHARS), AfterValidator(_encodable)]
Moment = Annotated[datetime, AfterValidator(_storable)]


class Received(BaseModel):
    """What a client sends: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Received):
    """Which documents may answer."""

    source: Name | None = None
    publisher: Name | None = None
    published_after: Moment | None = Field(default=None, description="inclusive")
    published_before: Moment | None = Field(default=None, description="exclusive")

    def filters(self) -> Filters:
        """As the index takes them."""
        return Filters(self.source, self.publisher, self.published_after, self.published_before)


AsOf = Annotated[
    Moment | None, Field(description='the moment that "yesterday" counts from; default: now')
]


class SearchIn(Received):
    """A search."""

    question: Text
    k: int = Field(default=10, ge=1, le=MAX_HITS)
    filters: FiltersIn = FiltersIn()
    as_of: AsOf = None
    rerank: bool = Field(
        default=False, description="order the hits by reading them, as for an answer"
    )


class TurnIn(Received):
    """One earlier exchange, as the client remembers it."""

    question: Text
    answer: Text = ""


class ChatIn(Received):
    """A question with what was said before it."""

    question: Text
    history: list[TurnIn] = Field(default=[], max_length=MAX_TURNS)
    k: int = Field(default=8, ge=1, le=MAX_HITS)
    filters: FiltersIn = FiltersIn()
    as_of: AsOf = None
    stream: bool = Field(default=False, description="answer with server-sent events")

    def turns(self) -> tuple[Turn, ...]:
        """The history as the answer engine takes it."""
        return tuple(Turn(turn.question, turn.answer) for turn in self.history)


class CopyOut(BaseModel):
    """Another document that carries the same."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: str
    title: str
    publisher: str | None
    published_at: datetime | None
    url: str | None

    @classmethod
    def of(cls, copy: Copy) -> Self:
        """Copy the fields over."""
        return cls.model_validate(copy)


class CorrectionOut(BaseModel):
    """What says that the article was wrong: a document, its own newest version if `own`."""

    model_config = ConfigDict(from_attributes=True)

    kind: NoticeKind
    doc_id: str
    title: str
    published_at: datetime | None
    own: bool

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """Copy the fields over."""
        return cls.model_validate(correction)


class HitOut(BaseModel):
    """A ranked passage; `start` and `end` count code points of the document's text."""

    rank: int
    score: float
    scores: dict[str, float]
    doc_id: str
    passage_id: str
    start: int
    end: int
    text: str
    title: str
    publisher: str | None
    published_at: datetime | None
    url: str | None
    also_carried_by: list[CopyOut]
    corrections: list[CorrectionOut]

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Flatten a hit."""
        passage, document = hit.passage, hit.document
        return cls(
            rank=hit.rank,
            score=hit.score,
            scores=dict(hit.scores),
            doc_id=passage.doc_id,
            passage_id=passage.passage_id,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            title=document.title,
            publisher=document.publisher,
            published_at=document.published_at,
            url=document.url,
            also_carried_by=[CopyOut.of(copy) for copy in hit.also_carried_by],
            corrections=[CorrectionOut.of(one) for one in hit.corrections],
        )


class SearchOut(BaseModel):
    """The hits, best first; `timings` are milliseconds."""

    hits: list[HitOut]
    language: str
    timings: dict[str, float]

    @classmethod
    def of(cls, hits: Iterable[Hit], language: str, milliseconds: float) -> Self:
        """Describe what a search found, and how long it took."""
        timings = {"search": round(milliseconds, 2)}
        return cls(hits=[HitOut.of(hit) for hit in hits], language=language, timings=timings)


class DaysOut(BaseModel):
    """A range of days, both included."""

    model_config = ConfigDict(from_attributes=True)

    first: date
    last: date


class CitationOut(BaseModel):
    """A verbatim quotation: the document's text from `start` to `end` is `quote`.

    `when` are the days it names, counted from the article's publication where it says "yesterday".
    """

    model_config = ConfigDict(from_attributes=True)

    marker: int
    doc_id: str
    passage_id: str
    start: int
    end: int
    quote: str
    speaker: str | None
    addressee: str | None
    title: str
    publisher: str | None
    published_at: datetime | None
    url: str | None
    verified: bool
    also_carried_by: list[CopyOut]
    corrections: list[CorrectionOut]
    when: list[DaysOut]

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Copy the fields over."""
        return cls.model_validate(citation)


class ShortAnswerOut(BaseModel):
    """The words of the quotation `marker` that answer by themselves: an exact slice, too."""

    model_config = ConfigDict(from_attributes=True)

    marker: int
    doc_id: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, short: ShortAnswer) -> Self:
        """Copy the fields over."""
        return cls.model_validate(short)


class CheckOut(BaseModel):
    """Something of a language model's work that was not used, and why."""

    model_config = ConfigDict(from_attributes=True)

    stage: Stage
    code: Reason
    text: str

    @classmethod
    def of(cls, check: Check) -> Self:
        """Copy the fields over."""
        return cls.model_validate(check)


class AnswerOut(BaseModel):
    """An answer; `question` is how it was understood, `confidence` is in [0, 1].

    `written_by` is "extraction", or the language model that wrote what stands before the
    quotations.
    """

    status: Status
    text: str
    short_answers: list[ShortAnswerOut]
    language: str
    citations: list[CitationOut]
    hits: list[HitOut]
    timings: dict[str, float]
    confidence: float
    question: str
    written_by: str
    checks: list[CheckOut]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Flatten an answer."""
        return cls(
            status=answer.status,
            text=answer.text,
            short_answers=[ShortAnswerOut.of(short) for short in answer.short_answers],
            language=answer.language,
            citations=[CitationOut.of(citation) for citation in answer.citations],
            hits=[HitOut.of(hit) for hit in answer.hits],
            timings=dict(answer.timings),
            confidence=answer.confidence,
            question=answer.question,
            written_by=answer.written_by,
            checks=[CheckOut.of(check) for check in answer.checks],
        )
