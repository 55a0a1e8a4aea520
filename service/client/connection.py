"""Requests to one service, tried again where that can do no harm."""

import random
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from httpx_sse import EventSource, ServerSentEvent, SSEError

from service.client.failure import CONNECTION_FAILED, RequestFailed, request_id_of

# A service that is busy or still loading says when to come again: twice is enough for most.
TRIES = 3
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
# What passes with time: too many requests, or a service (or what stands before it) not ready yet.
_PASSING = frozenset({429, 502, 503, 504})
# Failures before an answer could be on its way. A timeout is none: the next try would take as long.
_DROPPED = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)

Json = dict[str, Any]


class Connection:
    """A service behind a base URL; `api_key` is sent as a bearer token. Safe in many threads.

    Every method raises RequestFailed. `again` says that a request only reads, so that it can be
    sent a second time when it was dropped or the service is busy.
    """

    def __init__(self, base_url: str, api_key: str | None, timeout: float) -> None:
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        try:
            self._http = httpx.Client(base_url=base_url, headers=headers, timeout=timeout)
        except httpx.InvalidURL as error:
            raise RequestFailed(CONNECTION_FAILED, f"{base_url!r} is no URL: {error}") from error

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, query: Mapping[str, int] | None = None) -> Json:
        """Read a JSON object."""
        return self._json(self._http.build_request("GET", path, params=dict(query or {})), True)

    def post(self, path: str, body: Json, *, again: bool) -> Json:
        """Send a JSON object and get one."""
        return self._json(self._http.build_request("POST", path, json=body), again)

    def upload(self, path: str, files: Mapping[str, Any]) -> Json:
        """Send files, in httpx's form, and get a JSON object."""
        return self._json(self._http.build_request("POST", path, files=files), False)

    def delete(self, path: str) -> None:
        """Delete what is there."""
        self._sent(self._http.build_request("DELETE", path), again=False)

    def events(self, path: str, body: Json) -> Iterator[ServerSentEvent]:
        """Send a JSON object and follow what comes back, up to the event `done`.

        The event `error`, and a stream that ends before either of them, are raised.
        """
        request = self._http.build_request("POST", path, json=body)
        response = self._sent(request, again=True, stream=True)
        request_id = request_id_of(response)
        try:
            for one in EventSource(response).iter_sse():
                if one.event == "done":
                    return
                if one.event == "error":
                    problem = one.json()
                    raise RequestFailed.of_problem(problem, status=None, request_id=request_id)
                yield one
        except (SSEError, ValueError) as error:
            raise RequestFailed.unexpected(response, str(error)) from error
        except httpx.TransportError as error:
            raise self._failed(request, error) from error
        finally:
            response.close()
        detail = "the stream ended before the answer did"
        raise RequestFailed(CONNECTION_FAILED, detail, request_id=request_id)

    def _json(self, request: httpx.Request, again: bool) -> Json:
        response = self._sent(request, again=again)
        try:
            found = response.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise RequestFailed.unexpected(response, "no JSON object")
        return found

    def _sent(self, request: httpx.Request, *, again: bool, stream: bool = False) -> httpx.Response:
        """The response, which is a success; unread when it is a stream."""
        tries = TRIES if again else 1
        for number in range(1, tries + 1):
            try:
                response = self._http.send(request, stream=stream)
                if response.is_success:
                    return response
                response.read()
                asked = self._asked_to_wait(response, last=number == tries)
            except httpx.TransportError as error:
                if number == tries or not isinstance(error, _DROPPED):
                    raise self._failed(request, error) from error
                asked = 0.0
            time.sleep(max(asked, _jittered(number)))
        raise AssertionError("the last try returns or raises")

    def _asked_to_wait(self, response: httpx.Response, *, last: bool) -> float:
        """Seconds until the next try, as the service asks, within reason.

        Raises what a response says that will not pass, or not be waited for.
        """
        if last or response.status_code not in _PASSING:
            raise RequestFailed.of_response(response)
        asked = response.headers.get("Retry-After", "")
        return min(float(asked), _LONGEST_PAUSE_SECONDS) if asked.isdigit() else 0.0

    def _failed(self, request: httpx.Request, error: httpx.TransportError) -> RequestFailed:
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return RequestFailed(
            CONNECTION_FAILED,
            f"no answer from {request.url} ({reason}); is the service running at "
            f"{self._http.base_url}?",
        )


def _jittered(number: int) -> float:
    """Seconds to wait after a try, the first being number 1: each time longer, and never in step
    with other clients."""
    return _FIRST_PAUSE_SECONDS * 2.0 ** (number - 1) * random.uniform(0.5, 1.0)
