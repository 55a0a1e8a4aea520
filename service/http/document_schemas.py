"""The JSON of stored documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index.records import Change
from ingest.document import Document, Quote
from service.http.schemas import Moment, Name, Received, Text


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


class FullDocumentOut(DocumentOut):
    """A document with its text, what was left out of it and who said what in it."""

    text: str
    dropped: list[DroppedOut]
    quotes: list[QuoteOut]

    @classmethod
    def of_full(cls, document: Document, quotes: Sequence[Quote]) -> Self:
        """Describe a document in full."""
        return cls(
            **_described(document),
            text=document.text,
            dropped=[DroppedOut.model_validate(dropped) for dropped in document.dropped],
            quotes=[QuoteOut.model_validate(quote) for quote in quotes],
        )


class DocumentList(BaseModel):
    """One page of the stored documents, newest first."""

    documents: list[DocumentOut]
    total: int
    limit: int
    offset: int
