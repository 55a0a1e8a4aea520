"""An answer as it comes: the events of a stream, typed."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from service.client.answers import Answer
from service.http.schemas import CitationOut, HitOut


@dataclass(frozen=True, slots=True)
class HitsFound:
    """The passages the answer will be chosen from; the first event."""

    hits: tuple[HitOut, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, before the piece of text that shows it."""

    citation: CitationOut


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer; the last event."""

    answer: Answer


AnswerEvent = HitsFound | Delta | Cited | Answered


def event_of(name: str, data: str) -> AnswerEvent | None:
    """The event of that name; None for one that this release does not know.

    Raises pydantic's ValidationError for data of another form.
    """
    match name:
        case "hits":
            return TypeAdapter(HitsFound).validate_json(data)
        case "delta":
            return TypeAdapter(Delta).validate_json(data)
        case "citation":
            return Cited(CitationOut.model_validate_json(data))
        case "answer":
            return Answered(Answer.model_validate_json(data))
    return None
