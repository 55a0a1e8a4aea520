"""A question on its way into the index, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from index.records import Copy, Correction
from ingest.document import Document, Language, Passage


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit's document must satisfy; None asks for nothing.

    `source` matches a whole source, a leading part of one ending at a `/` (a folder, a host) or a
    trailing part starting at one (a file name). `publisher` matches exactly, ignoring case.
    `published_after` is inclusive and `published_before` exclusive; a document without a date
    passes neither.
    """

    source: str | None = None
    publisher: str | None = None
    published_after: datetime | None = None
    published_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question: its text, its language (None: detected), how many hits, and the filters.

    `as_of` is the moment it is asked at, from which "yesterday" counts; None: now.
    """

    text: str
    k: int = 10
    filters: Filters = field(default_factory=Filters)
    language: Language | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage. `score` is in [0, 1], higher is better; `scores` holds its parts by name
    ("dense", "lexical", ...), each higher-is-better too. `rank` starts at 1. `document` is the
    stored document without its `dropped` report.

    `story` is the number of the story that the document and others carry, None without others;
    `also_carried_by` are documents of the same story that were found too and say nothing more, the
    best first; `corrections` are what other documents, or its own, say of its being wrong."""

    passage: Passage
    document: Document
    rank: int
    score: float
    scores: Mapping[str, float]
    story: int | None = None
    also_carried_by: tuple[Copy, ...] = ()
    corrections: tuple[Correction, ...] = ()


class RankedSentence(NamedTuple):
    """A sentence of a hit: the hit's rank, document offsets, and the sentence's own evidence.

    `dense` is a cosine in [-1, 1]; `lexical` and `coverage` are shares of what the question asks
    for, in [0, 1]: BM25's, and of the idf of the terms found.
    """

    rank: int
    start: int
    end: int
    dense: float
    lexical: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found: hits, best first, and every sentence of them in reading order."""

    hits: tuple[Hit, ...]
    sentences: tuple[RankedSentence, ...]
