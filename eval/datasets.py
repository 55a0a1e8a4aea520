"""A data set as evaluation sees it: documents to search, questions, and what would be right.

A document's `source` is its name inside the data set; gold refers to documents by that name, so
nothing here depends on where a file lies or on how a document is stored.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.document import Document, Language


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Code points of a document's text that answer a question, half-open."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier question of a conversation and the answer it was given."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what would be a right answer to it.

    `relevant` grades documents by name (above 0: relevant); `gold_spans` are alternatives, finding
    one of them is enough. `about` is the document a question was written for, even where that does
    not answer it. `rewrite` is a follow-up completed by a person, so that it stands alone.
    `labels` name the slices it belongs to, such as `{"type": "request"}`. `itself` is the document
    that the question is, where it was taken from the corpus: to find that is to find nothing.
    `absent` are documents that count as never stored, for this question (eval.absent).
    """

    id: str
    text: str
    language: Language
    relevant: Mapping[str, int] = field(default_factory=dict)
    gold_spans: tuple[GoldSpan, ...] = ()
    answers: tuple[str, ...] = ()
    answerable: bool = True
    about: str | None = None
    speaker: str | None = None
    addressee: str | None = None
    history: tuple[PastTurn, ...] = ()
    rewrite: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    # Follow from the other fields and the corpus: the digests of questions are without them.
    itself: str | None = field(default=None, repr=False)
    absent: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def standalone(self) -> str:
        """The question as it can be searched for without the conversation before it."""
        return self.rewrite if self.history and self.rewrite else self.text

    @property
    def gold(self) -> tuple[str, ...]:
        """The documents that are relevant; others were judged too, and found not to be."""
        return tuple(name for name, grade in self.relevant.items() if grade > 0)

    def others(self, ranking: Iterable[str]) -> tuple[str, ...]:
        """A ranking without the document that the question itself is."""
        return tuple(name for name in ranking if name != self.itself)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents and questions under one name.

    `whole` says that each document is one passage already, to be indexed uncut. `exclusions`
    counts what the files held and evaluation leaves out, by reason. `affairs` names, by document,
    what several tell of that only together may be learnt from or held out.
    """

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]
    whole: bool
    exclusions: Mapping[str, int] = field(default_factory=dict)
    affairs: Mapping[str, str] = field(default_factory=dict)

    @property
    def articles(self) -> Mapping[str, str]:
        """By document what it is a part of, which is held out whole: its affair, or the article
        of its title; a document without one is an article of its own."""
        return {
            one.source: self.affairs.get(one.source) or one.title or one.source
            for one in self.documents
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the documents in hexadecimal: which corpus was searched.

        Sets with the same documents share it whatever their questions, and so share one index.
        """
        return _digest(f"whole={self.whole}", (document.doc_id for document in self.documents))

    @property
    def questions_digest(self) -> str:
        """SHA-256 of the questions with their gold, in hexadecimal: what was asked."""
        return _digest("questions", (repr(question) for question in self.questions))


def nfc(text: str) -> str:
    """Compose the text as every stored document is composed, so that offsets agree."""
    return unicodedata.normalize("NFC", text)


def _digest(head: str, parts: Iterable[str]) -> str:
    digest = hashlib.sha256(head.encode())
    for part in parts:
        digest.update(b"\x1e" + part.encode())
    return digest.hexdigest()
