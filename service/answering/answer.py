"""What an answer is made of: verbatim citations, a status, and the hits it was chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from index.query import Hit
from index.records import Copy, Correction
from ingest.document import Language
from ingest.periods import Days
from service.answering.checks import Check

# Who wrote an answer that is made of quotations alone.
EXTRACTION = "extraction"


class Status(StrEnum):
    """How far the documents answer the question."""

    GROUNDED = "grounded"
    PARTIAL = "partial"
    NOT_IN_DOCUMENTS = "not_in_documents"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation, as the client remembers it."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation: `quote == document.text[start:end]`, checked before it leaves.

    `marker` is the number shown as `[n]`, starting at 1. `speaker` and `addressee` are None when
    the sentence reports nobody's words or the article does not make clear whose. `also_carried_by`
    are other documents that say this, word for word or as copies of one story do; `corrections`
    are what corrects the article; `when` are the days that the quotation names, "yesterday" counted
    from the article's publication, the earliest first.
    """

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
    also_carried_by: tuple[Copy, ...] = ()
    corrections: tuple[Correction, ...] = ()
    when: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words of a quotation that answer by themselves: `text == document.text[start:end]`,
    checked before it leaves; `marker` is that of the citation they stand in, and `when`, where a
    time was asked for, the days that they name."""

    marker: int
    doc_id: str
    start: int
    end: int
    text: str
    when: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question. `timings` are milliseconds by stage; `confidence` is the calibrated
    probability, in [0, 1], that the documents answer the question. `question` is the question as
    it was understood, completed from the conversation where it needed to be. `short_answers` are
    the first quotation's and, where they can be compared, those of other documents; empty where
    nothing shorter than the sentence answers, or nothing was read. `written_by` is `EXTRACTION`, or
    the language model whose sentences stand before the quotations; `checks` are what of its work
    was not used."""

    status: Status
    text: str
    language: Language
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    timings: Mapping[str, float]
    confidence: float
    question: str
    short_answers: tuple[ShortAnswer, ...] = ()
    written_by: str = EXTRACTION
    checks: tuple[Check, ...] = ()
