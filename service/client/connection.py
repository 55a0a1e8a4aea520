"""Requests to one service, sent and waited for."""

import time
from collections.abc import Iterator
from typing import TypeVar

import httpx
from httpx_sse import EventSource

from service.client.calls import Call, Request
from service.client.events import AnswerEvent
from service.client.opening import opened
from service.client.responses import Following
from service.client.tries import Tries

T = TypeVar("T")


class Connection:
    """A service behind a base URL; `api_key` is sent as a bearer token. Safe in many threads.

    Every method raises RequestFailed.
    """

    def __init__(self, base_url: str, api_key: str | None, timeout: float) -> None:
        self._http = opened(httpx.Client, base_url, api_key, timeout)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def call(self, call: Call[T]) -> T:
        """Send a request and read its response."""
        return call.read(self._sent(call.request))

    def events(self, request: Request) -> Iterator[AnswerEvent]:
        """Send a request and follow what comes back, to its end."""
        response = self._sent(request, stream=True)
        following = Following(response)
        try:
            with following.whole():
                for one in EventSource(response).iter_sse():
                    event = following.read(one)
                    if following.ended:
                        return
                    if event is not None:
                        yield event
        finally:
            response.close()

    def _sent(self, request: Request, *, stream: bool = False) -> httpx.Response:
        """The response, which is a success; unread when it is a stream."""
        built = request.built(self._http)
        tries = Tries(built, again=request.again)
        while True:
            try:
                response = self._http.send(built, stream=stream)
                if response.is_success:
                    return response
                response.read()
                pause = tries.refused(response)
            except httpx.TransportError as error:
                pause = tries.dropped(error)
            time.sleep(pause)
