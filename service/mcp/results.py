"""What the tools give: the fields of the HTTP API, without what a model has no use for."""

from typing import Self

from pydantic import BaseModel

from service.answering.answer import Status
from service.http.document_schemas import DocumentOut, FullDocumentOut
from service.http.schemas import AnswerOut, CitationOut, CorrectionOut, HitOut, ShortAnswerOut


class Passages(BaseModel):
    """Passages, best first: each `text` is its document's text from `start` to `end`."""

    hits: list[HitOut]


class CitedAnswer(BaseModel):
    """An answer made of verbatim quotations.

    Each `quote` is its document's text from `start` to `end`, in Unicode code points. `written_by`
    is "extraction", or the language model that wrote what stands before the quotations.
    """

    status: Status
    confidence: float
    question: str
    text: str
    written_by: str
    short_answers: list[ShortAnswerOut]
    citations: list[CitationOut]

    @classmethod
    def of(cls, answer: AnswerOut) -> Self:
        """Leave out the hits, which `search` gives, and the timings."""
        return cls.model_validate(answer.model_dump(include=set(cls.model_fields)))


class DocumentPart(DocumentOut):
    """A document, and its text from `start` to `end`; `next_start` is null at its end."""

    superseded_by: str | None
    corrections: list[CorrectionOut]
    text: str
    start: int
    end: int
    next_start: int | None

    @classmethod
    def of_full(cls, full: FullDocumentOut, start: int, length: int) -> Self:
        """Cut the part out."""
        part = full.text[start : start + length]
        end = start + len(part)
        known = full.model_dump(include=set(cls.model_fields) - {"text"})
        following = end if end < len(full.text) else None
        return cls(**known, text=part, start=start, end=end, next_start=following)
