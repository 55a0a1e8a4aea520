"""The JSON of stored documents."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index.records import Change, Relations
from ingest.corrections import NoticeKind
from ingest.dates import dates_of
from ingest.document import Document, Quote
from ingest.origins import Confidence, StatedBy
from service.http.schemas import CopyOut, CorrectionOut, Moment, Name, Received, Text


class DocumentIn(Received):
    """A document as text, where what is left out is looked for in the text itself; or as a URL."""

    text: Text | None = None
    title: Name | None = None
    source: Name | None = None
    published_at: Moment | None = None
    url: Annotated[Name, Field(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="alone: the page, feed or archive to fetch"
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        given = [name for name in self.model_fields_set if getattr(self, name) is not None]
        if self.text is None and given != ["url"]:
            msg = "give a text, or a url and nothing else"
            raise ValueError(msg)
        if self.text is not None and self.url is not None:
            msg = "give a text or a url, not both"
            raise ValueError(msg)
        return self


def _described(document: Document) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "byline": document.byline,
        "published_at": document.published_at,
        "language": document.language,
        "url": document.url,
        "section": document.section,
        "modified_at": document.modified_at,
        "characters": len(document.text),
    }


class DocumentOut(BaseModel):
    """A document without its text; `characters` counts the code points of the text."""

    doc_id: str
    source: str
    title: str
    publisher: str | None
    byline: str | None
    published_at: datetime | None
    language: str
    url: str | None
    section: str | None
    modified_at: datetime | None
    characters: int

    @classmethod
    def of(cls, document: Document) -> Self:
        """Describe a document."""
        return cls(**_described(document))


class IngestedOut(DocumentOut):
    """A document that was sent, and what became of it."""

    status: str
    passages: int

    @classmethod
    def of_change(cls, document: Document, change: Change) -> Self:
        """Describe a document and its change."""
        return cls(**_described(document), status=change.kind, passages=change.passages)


class DroppedOut(BaseModel):
    """A line that cleaning took out of the page, and why."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    reason: str


class QuoteOut(BaseModel):
    """Something somebody said: the document's text from `start` to `end`."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    speaker: str | None
    addressee: str | None
    verb: str | None
    direct: bool


class SpanOut(BaseModel):
    """The document's text from `start` to `end`."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int


class OriginOut(BaseModel):
    """Where the fact called `field` was found, and how sure it is."""

    model_config = ConfigDict(from_attributes=True)

    field: str
    source: StatedBy
    confidence: Confidence


class DateOut(SpanOut):
    """The days from `first` to `last`, and the place in the document's text that names them."""

    first: date
    last: date


class VersionOut(BaseModel):
    """A version of an article, as it was stored; only the `current` one is searched."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: str
    source: str
    title: str
    published_at: datetime | None
    ingested_at: datetime
    current: bool


class FullDocumentOut(DocumentOut):
    """A document with its text, what was left out of it, who said what in it, and how it stands to
    others.

    `superseded_by` is the current version's id, if this is a former one. `versions` of the article:
    the current one, then the latest stored first. `corrections` say that the article was wrong;
    `notice` is the kind of notice that the document itself is, to `corrects` where it is told which
    article. `story`: other documents with the same report.
    """

    superseded_by: str | None
    versions: list[VersionOut]
    corrections: list[CorrectionOut]
    notice: NoticeKind | None
    corrects: CopyOut | None
    story: list[CopyOut]
    text: str
    subheadlines: list[SpanOut]
    origins: list[OriginOut]
    dates: list[DateOut]
    dropped: list[DroppedOut]
    quotes: list[QuoteOut]

    @classmethod
    def of_full(cls, document: Document, quotes: Sequence[Quote], relations: Relations) -> Self:
        """Describe a document in full."""
        return cls(
            **_described(document),
            superseded_by=relations.superseded_by(document.doc_id),
            versions=[VersionOut.model_validate(one) for one in relations.versions],
            corrections=[CorrectionOut.of(one) for one in relations.corrections],
            notice=relations.notice,
            corrects=CopyOut.of(relations.corrects) if relations.corrects else None,
            story=[CopyOut.of(one) for one in relations.story],
            text=document.text,
            subheadlines=[SpanOut.model_validate(span) for span in document.subheadlines],
            origins=[OriginOut.model_validate(origin) for origin in document.origins],
            dates=[DateOut.model_validate(found) for found in dates_of(document)],
            dropped=[DroppedOut.model_validate(dropped) for dropped in document.dropped],
            quotes=[QuoteOut.model_validate(quote) for quote in quotes],
        )


class PublisherOut(BaseModel):
    """A publisher, and how many of the stored documents are its."""

    publisher: str
    documents: int


class PublisherList(BaseModel):
    """The publishers, of most documents first."""

    publishers: list[PublisherOut]


class DocumentList(BaseModel):
    """One page of the stored documents, newest first."""

    documents: list[DocumentOut]
    total: int
    limit: int
    offset: int
