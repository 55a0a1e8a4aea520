"""The JSON of stored documents."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index.records import Change, ChangeKind, Relations
from ingest.corrections import NoticeKind
from ingest.dates import dates_of
from ingest.document import Document, Quote
from ingest.origins import Confidence, StatedBy
from service.http.described import (
    Address,
    Addressee,
    DocId,
    End,
    Language,
    Limit,
    Offset,
    PublishedAt,
    Speaker,
    Start,
    Title,
    Total,
)
from service.http.received import Moment, Name, Received, Text
from service.http.schemas import CopyOut, CorrectionOut


class DocumentIn(Received):
    """A document as text, where what is left out is looked for in the text itself; or as a URL."""

    text: Text | None = Field(
        default=None, description="the document, a pasted page copy included; it needs nothing else"
    )
    title: Name | None = Field(
        default=None, description="its title; without it, what the text itself says, as below too"
    )
    source: Name | None = Field(
        default=None,
        description="what it is called, and what makes a later text its new version; without it, "
        "it is named by its content",
    )
    published_at: Moment | None = Field(default=None, description="when it was published")
    url: Annotated[Name, Field(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="alone: the page, feed, sitemap or archive to fetch"
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

    doc_id: DocId
    source: str = Field(
        description="file name, path or URL: where it came from, and what makes a later text its "
        "new version"
    )
    title: str = Field(description="its headline")
    publisher: str | None = Field(description="who published it; null where unknown")
    byline: str | None = Field(description="who wrote it; null where unknown")
    published_at: PublishedAt
    language: Language
    url: Address
    section: str | None = Field(
        description="the part of the paper or site it stood in; null where unknown"
    )
    modified_at: datetime | None = Field(
        description="when it was last changed; later than `published_at`, or null"
    )
    characters: int = Field(description="code points of its text")

    @classmethod
    def of(cls, document: Document) -> Self:
        """Describe a document."""
        return cls(**_described(document))


class IngestedOut(DocumentOut):
    """A document that was sent, and what became of it."""

    status: ChangeKind = Field(
        description="what became of it; `known`: the article is stored from another source "
        "already, and this is that one; `older`: kept as a former version, and not searched"
    )
    passages: int = Field(description="passages stored; 0 where nothing new was")

    @classmethod
    def of_change(cls, document: Document, change: Change) -> Self:
        """Describe a document and its change."""
        return cls(**_described(document), status=change.kind, passages=change.passages)


class DroppedOut(BaseModel):
    """A line that cleaning took out of the page, and why."""

    model_config = ConfigDict(from_attributes=True)

    text: str = Field(description="the line")
    reason: str = Field(description="why it is no part of the article")


class QuoteOut(BaseModel):
    """Something somebody said: the document's text from `start` to `end`."""

    model_config = ConfigDict(from_attributes=True)

    start: Start
    end: End
    speaker: Speaker
    addressee: Addressee
    verb: str | None = Field(
        description="the verb that reports it, in its basic form; null where there is none"
    )
    direct: bool = Field(description="whether these are words in quotation marks")


class SpanOut(BaseModel):
    """The document's text from `start` to `end`."""

    model_config = ConfigDict(from_attributes=True)

    start: Start
    end: End


class OriginOut(BaseModel):
    """Where the fact called `field` was found, and how sure it is."""

    model_config = ConfigDict(from_attributes=True)

    field: str = Field(description="the fact")
    source: StatedBy = Field(description="where it was found")
    confidence: Confidence = Field(description="how sure it is")


class DateOut(SpanOut):
    """The days from `first` to `last`, and the place in the document's text that names them."""

    first: date = Field(description="the first day")
    last: date = Field(description="the last day")


class VersionOut(BaseModel):
    """A version of an article, as it was stored; only the `current` one is searched."""

    model_config = ConfigDict(from_attributes=True)

    doc_id: DocId
    source: str = Field(description="where this version came from")
    title: Title
    published_at: PublishedAt
    ingested_at: datetime = Field(description="when it was stored")
    current: bool = Field(description="whether it is the one that is searched")


class FullDocumentOut(DocumentOut):
    """A document with its text, what was left out of it, who said what in it, and how it stands to
    others.

    `superseded_by` is the current version's id, if this is a former one. `versions` of the article:
    the current one, then the latest stored first. `corrections` say that the article was wrong;
    `notice` is the kind of notice that the document itself is, to `corrects` where it is told which
    article. `story`: other documents with the same report.
    """

    superseded_by: str | None = Field(
        description="the `doc_id` of the current version, if this is a former one; else null"
    )
    versions: list[VersionOut] = Field(
        description="of the article, the current one first, then the latest stored first"
    )
    corrections: list[CorrectionOut] = Field(description="what says that the article was wrong")
    notice: NoticeKind | None = Field(
        description="the kind of notice that the document itself is to another article; null "
        "where it is none"
    )
    corrects: CopyOut | None = Field(
        description="the article that the notice is to; null where it does not say surely which"
    )
    story: list[CopyOut] = Field(description="the other documents that carry the same report")
    text: str = Field(description="the cleaned text that all offsets count in")
    subheadlines: list[SpanOut] = Field(description="lines of the text that are sub-headlines")
    origins: list[OriginOut] = Field(
        description="where each fact was found, see [metadata](ingest.md#metadata)"
    )
    dates: list[DateOut] = Field(
        description="the days the text names, see [days](ingest.md#days-in-the-text)"
    )
    dropped: list[DroppedOut] = Field(description="lines that cleaning took out")
    quotes: list[QuoteOut] = Field(description="who said what")

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

    publisher: str = Field(description="the name, as most documents write it")
    documents: int = Field(description="how many documents are its")


class PublisherList(BaseModel):
    """One page of the publishers, those of most documents first."""

    publishers: list[PublisherOut] = Field(
        description="those of most documents first, ties by name"
    )
    total: Total
    limit: Limit
    offset: Offset


class DocumentList(BaseModel):
    """One page of the stored documents, newest first."""

    documents: list[DocumentOut] = Field(
        description="newest first, undated last; of the same time in the order of their ids"
    )
    total: Total
    limit: Limit
    offset: Offset
