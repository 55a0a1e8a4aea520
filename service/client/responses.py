"""What is made of responses: typed values, events of a stream, or RequestFailed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from httpx_sse import ServerSentEvent, SSEError
from pydantic import BaseModel, ValidationError

from service.client.events import AnswerEvent, event_of
from service.client.failure import (
    CONNECTION_FAILED,
    UNEXPECTED_RESPONSE,
    RequestFailed,
    request_id_of,
)
from service.http.document_schemas import IngestedOut
from service.http.job_schemas import ItemOut, JobOut

Json = dict[str, Any]

_Model = TypeVar("_Model", bound=BaseModel)
_Made = TypeVar("_Made")


def json_object(response: httpx.Response) -> Json:
    """The JSON object of a response."""
    try:
        found = response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RequestFailed.unexpected(response, "no JSON object")
    return found


def typed(model: type[_Model]) -> Callable[[httpx.Response], _Model]:
    """Reads the JSON of a response as this model."""
    return lambda response: _checked(model.model_validate, json_object(response))


def item_or_job(response: httpx.Response) -> ItemOut | JobOut:
    """What became of a document that was sent, or the job that it became."""
    answered = json_object(response)
    if "job_id" in answered:
        return _checked(JobOut.model_validate, answered)
    stored = _checked(IngestedOut.model_validate, answered)
    outcome = {"source": stored.source, "status": stored.status.value, "doc_id": stored.doc_id}
    return _checked(
        ItemOut.model_validate, outcome | dict.fromkeys(("code", "message", "message_ko"))
    )


def nothing(_response: httpx.Response) -> None:
    """Nothing: that it is a success is all there is to know."""


class Following:
    """A stream of an answer's events, read one by one until it has `ended`."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._request_id = request_id_of(response)
        self.ended = False

    def read(self, one: ServerSentEvent) -> AnswerEvent | None:
        """The event; None where it is the stream's end, or one that this release does not know.

        Raises what the event `error` tells of.
        """
        if one.event == "done":
            self.ended = True
            return None
        if one.event == "error":
            raise RequestFailed.of_problem(one.json(), status=None, request_id=self._request_id)
        return _checked(event_of, one.event, one.data)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Raises RequestFailed for what is no stream of events, and for one without its end."""
        try:
            yield
        except (SSEError, ValueError) as error:
            raise RequestFailed.unexpected(self._response, str(error)) from error
        except httpx.TransportError as error:
            raise unanswered(self._response.request, error) from error
        if not self.ended:
            detail = "the stream ended before the answer did"
            raise RequestFailed(CONNECTION_FAILED, detail, request_id=self._request_id)


def unanswered(request: httpx.Request, error: httpx.TransportError) -> RequestFailed:
    """The error for a request to which no whole response came."""
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    url = request.url
    host = f"[{url.host}]" if ":" in url.host else url.host
    service = f"{url.scheme}://{host}" + (f":{url.port}" if url.port else "")
    detail = f"no answer from {url} ({reason}); is the service running at {service}?"
    return RequestFailed(CONNECTION_FAILED, detail)


def _checked(made: Callable[..., _Made], *given: object) -> _Made:
    """What is made of a response. Raises RequestFailed when it is not what the API says."""
    try:
        return made(*given)
    except ValidationError as error:
        detail = f"the response is not what this release expects: {error}"
        raise RequestFailed(UNEXPECTED_RESPONSE, detail) from error
