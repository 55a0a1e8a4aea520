"""An answer as server-sent events: hits, delta, citation, answer, then done; or error."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import structlog
from fastapi.sse import format_sse_event

from ingest.errors import BriefingError
from service.answering.engine import Answered, Cited, Delta, Event, HitsFound
from service.http.problems import RequestRefused, problem_body
from service.http.schemas import AnswerOut, CitationOut, HitOut

# Proxies that buffer would hold the events back until the answer is complete.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

log = structlog.get_logger()


def frame(event: Event) -> bytes:
    """Write one event of the answer engine as it goes over the wire."""
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


async def frames(
    first: Event | None, following: Callable[[], Awaitable[Event | None]], instance: str
) -> AsyncIterator[bytes]:
    """Write the first event and all that follow it, until None.

    An error after the first event can no longer change the status of the response, so it becomes
    an `error` event holding the same problem, and the stream ends without `done`.
    """
    event = first
    try:
        while event is not None:
            yield frame(event)
            event = await following()
    except BriefingError as error:
        yield _frame("error", problem_body(error.code, str(error), instance))
    except RequestRefused as refused:
        yield _frame("error", problem_body(refused.code, refused.detail, instance))
    except Exception as error:
        detail = "Something failed inside the service."
        yield _frame("error", problem_body("internal_error", detail, instance))
        log.error("unexpected_error", path=instance, reason=repr(error))
        raise
    else:
        yield _frame("done", {})


def _frame(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
