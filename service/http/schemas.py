"""The JSON of replies that several routes share: hits, citations, answers."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from index.query import Hit
from index.records import Copy, Correction
from ingest.corrections import NoticeKind
from service.answering.answer import Answer, Citation, ShortAnswer, Status
from service.answering.checks import Check, Reason, Stage
from service.http.described import (
    Address,
    Addressee,
    DocId,
    End,
    PassageId,
    PublishedAt,
    Publisher,
    Speaker,
    Start,
    Timings,
    Title,
)


class CopyOut(BaseModel):
    """Another document that carries the same."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: DocId
    title: Title
    publisher: Publisher
    published_at: PublishedAt
    url: Address

    @classmethod
    def of(cls, copy: Copy) -> Self:
        """Copy the fields over."""
        return cls.model_validate(copy)


class CorrectionOut(BaseModel):
    """What says that the article was wrong: a document, its own newest version if `own`."""

    model_config = ConfigDict(from_attributes=True)

    kind: NoticeKind = Field(description="how it says so")
    doc_id: DocId
    title: Title
    published_at: PublishedAt
    own: bool = Field(description="the article says so of itself, in its newest version")

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """Copy the fields over."""
        return cls.model_validate(correction)


class HitOut(BaseModel):
    """A ranked passage; `start` and `end` count code points of the document's text."""

    rank: int = Field(description="from 1")
    score: float = Field(description="in [0, 1], higher is better")
    scores: dict[str, float] = Field(
        description="the parts it came from, each on a scale of its own: at least `dense` and "
        "`lexical`; the others explain a ranking and may change between releases"
    )
    doc_id: DocId
    passage_id: PassageId
    start: Start
    end: End
    text: str = Field(description="the passage, verbatim")
    title: Title
    publisher: Publisher
    published_at: PublishedAt
    url: Address
    also_carried_by: list[CopyOut] = Field(description="other articles with the same report")
    corrections: list[CorrectionOut] = Field(description="what says that the article was wrong")

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

    hits: list[HitOut] = Field(
        description="best first; equal scores are in the order of their passages' ids"
    )
    language: str = Field(description="the question's: `ko` or `en`")
    timings: dict[str, float] = Field(description="`search`, in milliseconds")

    @classmethod
    def of(cls, hits: Iterable[Hit], language: str, milliseconds: float) -> Self:
        """Describe what a search found, and how long it took."""
        timings = {"search": round(milliseconds, 2)}
        return cls(hits=[HitOut.of(hit) for hit in hits], language=language, timings=timings)


class DaysOut(BaseModel):
    """A range of days, both included."""

    model_config = ConfigDict(from_attributes=True)

    first: date = Field(description="the first day")
    last: date = Field(description="the last day")


class CitationOut(BaseModel):
    """A verbatim quotation: the document's text from `start` to `end` is `quote`.

    `when` are the days it names, counted from the article's publication where it says "yesterday".
    """

    model_config = ConfigDict(from_attributes=True)

    marker: int = Field(description="the number that stands in the text as `[1]`")
    doc_id: DocId
    passage_id: PassageId
    start: Start
    end: End
    quote: str = Field(description="the slice itself, verbatim")
    speaker: Speaker
    addressee: Addressee
    title: Title
    publisher: Publisher
    published_at: PublishedAt
    url: Address
    verified: bool = Field(
        description="always true: the slice was compared with the stored document before it was "
        "sent"
    )
    also_carried_by: list[CopyOut] = Field(
        description="other articles that say this, word for word or as copies of the same story"
    )
    corrections: list[CorrectionOut] = Field(description="what says that the article was wrong")
    when: list[DaysOut] = Field(
        description='the days that the quotation names, the earliest first; "12일" and "yesterday" '
        "count from the article's publication"
    )

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Copy the fields over."""
        return cls.model_validate(citation)


class ShortAnswerOut(BaseModel):
    """The words of the quotation `marker` that answer by themselves: an exact slice, too."""

    model_config = ConfigDict(from_attributes=True)

    marker: int = Field(description="the number of its quotation")
    doc_id: DocId
    start: Start
    end: End
    text: str = Field(description="the words, verbatim")

    @classmethod
    def of(cls, short: ShortAnswer) -> Self:
        """Copy the fields over."""
        return cls.model_validate(short)


class CheckOut(BaseModel):
    """Something of a language model's work that was not used, and why."""

    model_config = ConfigDict(from_attributes=True)

    stage: Stage = Field(description="what the model was asked for")
    code: Reason = Field(description="why, see [language model](llm.md#what-is-checked)")
    text: str = Field(description="what was dropped; empty where there is nothing to show")

    @classmethod
    def of(cls, check: Check) -> Self:
        """Copy the fields over."""
        return cls.model_validate(check)


class AnswerOut(BaseModel):
    """An answer; `question` is how it was understood, `confidence` is in [0, 1].

    `written_by` is "extraction", or the language model that wrote what stands before the
    quotations.
    """

    status: Status = Field(
        description="`grounded`: the documents answer; `partial`: the nearest they come; "
        "`not_in_documents`: they do not say"
    )
    text: str = Field(
        description="the whole answer as text, markers included; nothing has to be parsed out of it"
    )
    short_answers: list[ShortAnswerOut] = Field(
        description="the words of the first quotation that answer by themselves. Where a number "
        "or a time is asked for, what other documents say follows, whether they agree or differ. "
        "Empty where nothing shorter than the sentence answers, and with `partial`"
    )
    language: str = Field(description="the question's: `ko` or `en`")
    citations: list[CitationOut] = Field(
        description="the quotations, in the order of their markers; empty with `not_in_documents`"
    )
    hits: list[HitOut] = Field(
        description="the passages the answer was chosen from, best first; with `not_in_documents` "
        "they are related at best"
    )
    timings: Timings
    confidence: float = Field(
        description="in [0, 1]: the estimated probability that the documents answer"
    )
    question: str = Field(
        description="the question as it was understood, completed from the history where needed"
    )
    written_by: str = Field(
        description="`extraction`: the text is made of quotations; else the name of the [language "
        "model](llm.md) that wrote the sentences before the quotations"
    )
    checks: list[CheckOut] = Field(
        description="what of a language model's work was not used, in order; always empty without "
        "one"
    )

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
