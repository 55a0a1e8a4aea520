"""Server-sent events that are computed one after the other while they are sent."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import structlog
from fastapi import Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse

from ingest.errors import BriefingError
from service.http.cut_off import DETAIL, end_with
from service.http.problems import RequestRefused

# Proxies that buffer would hold the events back until the answer is complete.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

# Gives the next frame, None after the last.
Following = Callable[[], Awaitable[bytes | None]]
# Writes an error, given as code and detail, as the frame that ends a stream.
Failed = Callable[[str, str], bytes]

log = structlog.get_logger()


def events_content(*names: str) -> dict[str, Any]:
    """Describe a stream of events of these names, or of none, each with JSON or a word as data."""
    text = {"type": "string"}
    properties: dict[str, Any] = {"data": text, "id": text}
    if names:
        properties["event"] = {"enum": list(names)}
    event = {
        "type": "object",
        "properties": properties,
        "required": ["event", "data"] if names else ["data"],
    }
    return {"text/event-stream": {"itemSchema": event}}


async def streamed(following: Following, failed: Failed, request: Request) -> Response:
    """Take the first frame before anything is sent: an error up to there keeps its status."""
    first = await following()
    end_with(request, failed("not_ready", DETAIL))
    return EventSourceResponse(_sent(first, following, failed, request), headers=HEADERS)


async def _sent(
    first: bytes | None, following: Following, failed: Failed, request: Request
) -> AsyncIterator[bytes]:
    """Pass on the first frame and all that follow it, until None.

    An error after the first frame can no longer change the status of the response, so it becomes
    the last frame.
    """
    frame = first
    try:
        while frame is not None:
            yield frame
            frame = await following()
    except BriefingError as error:
        yield failed(error.code, str(error))
    except RequestRefused as refused:
        yield failed(refused.code, refused.detail)
    except Exception as error:
        yield failed("internal_error", "Something failed inside the service.")
        log.error("unexpected_error", path=request.url.path, reason=repr(error))
        raise
