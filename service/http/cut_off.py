"""Tells a request that is cut off, because the service has to stop now, what happened to it."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.problems import problem

DETAIL = "The service is stopping."


def end_with(request: Request, frame: bytes) -> None:
    """Have a stream end with this frame where it is cut off."""
    request.scope.setdefault("state", {})["cut_off_frame"] = frame


class CutOff:
    """Answers `not_ready` for a request whose time to finish is over: as its reply where that has
    not begun, and as the last event of a stream that has."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        begun = ended = False

        async def noting_send(message: Message) -> None:
            nonlocal begun, ended
            begun = True
            ended = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            await self.app(scope, receive, noting_send)
        except asyncio.CancelledError:
            frame = scope.get("state", {}).get("cut_off_frame")
            if scope["type"] == "http" and not begun:
                await problem(Request(scope), "not_ready", DETAIL)(scope, receive, send)
            elif frame is not None and not ended:
                await send({"type": "http.response.body", "body": frame})
            else:
                raise
