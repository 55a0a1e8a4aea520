"""Tells a request that is cut off, because the service has to stop now, what happened to it."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.problems import problem

DETAIL = "The service is stopping."


class CutOff:
    """Answers `not_ready` for a request whose time to finish is over before its reply began."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting_send)
        except asyncio.CancelledError:
            if begun or scope["type"] != "http":
                raise
            await problem(Request(scope), "not_ready", DETAIL)(scope, receive, send)
