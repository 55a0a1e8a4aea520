"""One log line per request, without what was asked; and an id that ties it to the response."""

import re
import time
import uuid
from collections.abc import Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
# A proxy's id is kept when it cannot break a log line or a header.
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Probes come every few seconds for ever, and each visit brings twenty of the page's own files:
# they are written only when someone is debugging.
QUIET_PATHS = ("/livez", "/readyz", "/metrics", "/web/")

log = structlog.get_logger()


def note(request: Request, facts: Mapping[str, object]) -> None:
    """Have a request's line say this too, under names that no other part of it has."""
    request.scope.setdefault("state", {}).setdefault("noted", {}).update(facts)


class AccessLog:
    """Outermost of our middleware, so that refusals of the others are written too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Kept where a failure that passes this by finds it.
        request_id = scope.setdefault("state", {})["request_id"] = _request_id(scope)
        began = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            with structlog.contextvars.bound_contextvars(request_id=request_id):
                await self.app(scope, receive, send_with_id)
        finally:
            write = log.debug if scope["path"].startswith(QUIET_PATHS) else log.info
            write(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
                request_id=request_id,
                **_key(scope),
                **scope["state"].get("noted", {}),
            )


def _key(scope: Scope) -> dict[str, str]:
    """Whose request it was, where keys say so."""
    key = scope.get("state", {}).get("api_key")
    return {} if key is None else {"key": key.name}


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    return given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex
