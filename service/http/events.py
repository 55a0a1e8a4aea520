"""An answer as server-sent events: hits, delta, citation, answer, then done; or error."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.sse import format_sse_event

from service.answering.events import Answered, Cited, Delta, Event, HitsFound, Step
from service.answering.waiting import Waiting
from service.http.problems import problem_body
from service.http.schemas import AnswerOut, CitationOut, HitOut

# The events of an answer in their order, and what each brings.
EVENTS = {
    "hits": "`hits`, once, first",
    "delta": "`text`, the next piece of the answer's `text`; all of them together are the whole",
    "citation": "one citation, before the piece of text that shows it; a language model's "
    "sentences come one by one when they have passed their checks",
    "answer": "the whole answer, as without `stream`",
    "done": "nothing: the end",
    "error": "a problem, in place of everything after it; no `done` follows",
}


def frames(steps: Iterable[Step]) -> Iterator[bytes | Waiting[Any]]:
    """Write the events of the answer engine as they go over the wire, and `done` after them.

    Its waits are handed on, for whoever drives it.
    """
    for step in steps:
        yield step if isinstance(step, Waiting) else _written(step)
    yield _frame("done", {})


def error_frame(instance: str, code: str, detail: str) -> bytes:
    """Write the problem that a stream ends with, in place of `done`."""
    return _frame("error", problem_body(code, detail, instance))


def _written(event: Event) -> bytes:
    match event:
        case HitsFound(hits):
            return _frame(
                "hits", {"hits": [HitOut.of(hit).model_dump(mode="json") for hit in hits]}
            )
        case Delta(text):
            return _frame("delta", {"text": text})
        case Cited(citation):
            return _frame("citation", CitationOut.of(citation).model_dump(mode="json"))
        case Answered(answer):
            return _frame("answer", AnswerOut.of(answer).model_dump(mode="json"))


def _frame(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
