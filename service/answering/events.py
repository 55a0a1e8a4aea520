"""What an answer is given out in, piece by piece."""

from dataclasses import dataclass
from typing import Any

from index.query import Hit
from service.answering.answer import Answer, Citation
from service.answering.waiting import Waiting


@dataclass(frozen=True, slots=True)
class HitsFound:
    """The passages the answer will be chosen from."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, already proved."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer; nothing follows it."""

    answer: Answer


Event = HitsFound | Delta | Cited | Answered

Step = Event | Waiting[Any]
"""What the engine does next: an event, or a wait that is nobody's business but the driver's."""
