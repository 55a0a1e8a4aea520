"""An answer as chunks of a chat completion: role, text, sources, what is known of it, [DONE]."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi.sse import format_sse_event

from service.answering.answer import Answer
from service.answering.events import Answered, Delta, HitsFound, Step
from service.answering.waiting import Waiting
from service.http.openai import reply
from service.http.openai.errors import error_out
from service.http.openai.schemas import MODEL, Usage
from service.http.schemas import AnswerOut


def frames(
    steps: Iterable[Step], usage: Callable[[Answer], Usage] | None
) -> Iterator[bytes | Waiting[Any]]:
    """Write the events of the answer engine as chunks; `usage` counts, where that is asked for.

    Its waits are handed on, for whoever drives it.
    """
    head = {"id": reply.new_id(), "created": reply.now()}
    if usage is not None:
        head["usage"] = None  # in every chunk but the last, as its clients know it
    for step in steps:
        match step:
            case Waiting():
                yield step
            case HitsFound():
                yield _chunk(head, {"role": "assistant", "content": ""})
            case Delta(text):
                yield _chunk(head, {"content": text})
            case Answered(answer):
                if answer.citations:
                    yield _chunk(head, {"content": reply.sources(answer)})
                yield _closing(head, answer)
                if usage is not None:
                    yield _frame({**head, "choices": [], "usage": usage(answer).model_dump()})
    yield format_sse_event(data_str="[DONE]")


def error_frame(code: str, detail: str) -> bytes:
    """Write the error that a stream ends with, in place of [DONE]."""
    return format_sse_event(data_str=error_out(code, detail).model_dump_json())


def _closing(head: dict[str, Any], answer: Answer) -> bytes:
    """The annotations, all at once, and the whole answer: no text is left to come."""
    annotations = [one.model_dump() for one in reply.annotations(answer)]
    briefing = AnswerOut.of(answer).model_dump(mode="json")
    return _chunk({**head, "briefing": briefing}, {"annotations": annotations}, "stop")


def _chunk(head: dict[str, Any], delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return _frame({**head, "choices": [choice]})


def _frame(chunk: dict[str, Any]) -> bytes:
    whole = {"object": "chat.completion.chunk", "model": MODEL, **chunk}
    return format_sse_event(data_str=json.dumps(whole, ensure_ascii=False))
