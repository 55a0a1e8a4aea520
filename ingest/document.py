"""The types every other module speaks in: one article, its slices, its quotations.

Every offset is a count of Unicode code points into `Document.text`, half-open: `text[start:end]`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from ingest.origins import Confidence, Origin


class Language(StrEnum):
    """The languages the analyser knows; chosen by the share of Hangul among the letters."""

    KO = "ko"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The exact slice this span names.

        >>> Span(0, 2).of("장관은")
        '장관'
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line cleaning took out of a page, and why; nothing is dropped in silence."""

    text: str
    reason: str


@dataclass(frozen=True)  # without slots: an identity is found once
class Document:
    """One article as it is stored, searched and quoted: cleaned NFC text, and where it came from.

    `text` holds the body with its lead, sub-headlines and captions; the headline is `title` alone.
    `source` is the identity of the place it was read from (a path, a URL or an upload's name): new
    content from the same source is a new version of the same article. `subheadlines` are lines of
    the text. `modified_at` is later than `published_at`, or None. `origins` says of each fact where
    it was found; a fact without one was given by whoever made the document.
    """

    source: str
    title: str
    text: str
    language: Language
    publisher: str | None = None
    byline: str | None = None
    published_at: datetime | None = None
    url: str | None = None
    dropped: tuple[Dropped, ...] = ()
    section: str | None = None
    modified_at: datetime | None = None
    subheadlines: tuple[Span, ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def reference(self) -> datetime | None:
        """The moment that "yesterday" in the text is counted from: its publication, unless that is
        a guess, which must date nothing else."""
        guessed = any(
            origin.field == "published_at" and origin.confidence is Confidence.LOW
            for origin in self.origins
        )
        return None if guessed else self.published_at

    @cached_property
    def doc_id(self) -> str:
        """SHA-256 over everything a citation shows, cut to 80 bits and written in hexadecimal.

        What it does not show (what was dropped, the section, the last change, where facts come
        from) has no part in it, so that a better rule for any of these leaves the identity alone.
        """
        published = self.published_at.isoformat() if self.published_at else ""
        fields = (
            self.source,
            self.title,
            self.text,
            self.publisher,
            self.byline,
            published,
            self.url,
        )
        digest = hashlib.sha256("\x1f".join(field or "" for field in fields).encode())
        return digest.hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One unit of the Korean analyser: surface form, part of speech (Sejong tag set), place."""

    form: str
    tag: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document with the morphemes found in it (offsets into the document)."""

    start: int
    end: int
    morphemes: tuple[Morpheme, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences: `document.text[start:end] == text`, always."""

    passage_id: str
    doc_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Something somebody said: its span, and who said it to whom.

    `speaker` and `addressee` are names as fully as the article gives them, or None for
    "unattributed"; `verb` is the reporting verb's dictionary form ("주문하다", "ask").
    `start`/`end` span what was said; `sentence` is the span of the sentence(s) that report it.
    """

    start: int
    end: int
    sentence: Span
    speaker: str | None
    addressee: str | None
    verb: str | None
    direct: bool


@dataclass(frozen=True, slots=True)
class Alias:
    """A short name that a document defines for a long one: "한국과학기술연구원(KIST)"."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything ingest knows about one article, ready to be stored."""

    document: Document
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    title_morphemes: tuple[Morpheme, ...]
    quotes: tuple[Quote, ...]
    aliases: tuple[Alias, ...]
