"""Requests to one service, sent and awaited."""

from collections.abc import AsyncIterator
from typing import TypeVar

import anyio
import httpx
from httpx_sse import EventSource

from service.client.calls import Call, Request
from service.client.events import AnswerEvent
from service.client.opening import opened
from service.client.responses import Following
from service.client.tries import Tries

T = TypeVar("T")


class AsyncConnection:
    """See service.client.connection.Connection; for many tasks of one event loop."""

    def __init__(self, base_url: str, api_key: str | None, timeout: float) -> None:
        self._http = opened(httpx.AsyncClient, base_url, api_key, timeout)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def call(self, call: Call[T]) -> T:
        """Send a request and read its response."""
        return call.read(await self._sent(call.request))

    async def events(self, request: Request) -> AsyncIterator[AnswerEvent]:
        """Send a request and follow what comes back, to its end."""
        response = await self._sent(request, stream=True)
        following = Following(response)
        try:
            with following.whole():
                async for one in EventSource(response).aiter_sse():
                    event = following.read(one)
                    if following.ended:
                        return
                    if event is not None:
                        yield event
        finally:
            await response.aclose()

    async def _sent(self, request: Request, *, stream: bool = False) -> httpx.Response:
        """The response, which is a success; unread when it is a stream."""
        built = request.built(self._http)
        tries = Tries(built, again=request.again)
        while True:
            try:
                response = await self._http.send(built, stream=stream)
                if response.is_success:
                    return response
                await response.aread()
                pause = tries.refused(response)
            except httpx.TransportError as error:
                pause = tries.dropped(error)
            await anyio.sleep(pause)
