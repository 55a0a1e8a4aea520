"""Bodies are measured while they stream in, so that nobody can fill the memory or the disk."""

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.problems import problem

# A refused body is read on for a while so that the client gets to see the refusal instead of a
# reset connection; what is larger or slower than this is cut off.
_DRAIN_BYTES = 16 * 1024 * 1024
_DRAIN_SECONDS = 5.0


class BodyLimit:
    """Refuses a body over `limit_of(path)` bytes, by its announced length or when it gets there."""

    def __init__(self, app: ASGIApp, limit_of: Callable[[str], int]) -> None:
        self.app = app
        self.limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.limit_of(scope["path"])
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            await _drain(receive)
            response = problem(Request(scope), "body_too_large", _detail(limit))
            await response(scope, receive, send)
            return
        await self.app(scope, _measured(receive, limit), send)


def _measured(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def receive_within_limit() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            if message.get("more_body", False):
                await _drain(receive)
            # An HTTPException is the one kind that passes through the framework's body parsers.
            raise HTTPException(413, _detail(limit))
        return message

    return receive_within_limit


async def _drain(receive: Receive) -> None:
    left = _DRAIN_BYTES
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def _detail(limit: int) -> str:
    return f"The body is over the limit of {limit:,} bytes."
