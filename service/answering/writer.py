"""What the engine asks of a language model; `service.llm.writer.ModelWriter` is one."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ingest.document import Alias, Document, Language
from service.answering.answer import Turn
from service.answering.checks import Check
from service.answering.select import Candidate
from service.answering.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Assignment:
    """What an answer is to be written from: sentences of the documents, best first, and what it is
    checked against besides: the abbreviations, and the stored documents."""

    question: str
    language: Language
    found: Sequence[Candidate]
    aliases: Sequence[Alias]
    lookup: Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Statement:
    """A written sentence that passed every check, without its markers, and the sentences of the
    documents it rests on, at least one."""

    text: str
    sources: tuple[Candidate, ...]


Completing = Generator[Waiting[Any], None, str | Check]
"""Waits, then the question in full, or why there is none."""


class Writer(Protocol):
    """A language model that is not believed: what it writes is checked before it is given out."""

    @property
    def name(self) -> str:
        """What the model is called."""

    def completed(self, question: str, history: Sequence[Turn]) -> Completing:
        """A follow-up with what it leaves out taken from the conversation, which has a turn."""

    def written(self, assignment: Assignment) -> Iterator[Statement | Check | Waiting[Any]]:
        """The answer's sentences as they pass, and what did not."""
