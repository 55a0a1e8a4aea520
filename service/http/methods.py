"""What may be done at a path: HEAD wherever GET is, and all of it named in Allow (RFC 9110)."""

from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.guarded import needed_scope
from service.keys import key

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def allowed(request: Request) -> str:
    """The methods of all routes at the request's path, as the Allow header lists them."""
    routes: list[BaseRoute] = request.app.routes
    found = [method for method in _METHODS if _is_served(routes, request.scope, method)]
    return ", ".join(["HEAD", *found] if "GET" in found else found)


def permitted(request: Request, *, read_only: bool) -> str:
    """Those of these methods that the service and the request's key let its sender use."""
    given: key.ApiKey | None = request.state.api_key
    if not read_only and (given is None or given.scope is key.Scope.WRITE):
        return allowed(request)
    methods = allowed(request).split(", ")
    path = request.url.path
    return ", ".join(one for one in methods if needed_scope(one, path) is key.Scope.READ)


def _is_served(routes: list[BaseRoute], scope: Scope, method: str) -> bool:
    asked = {**scope, "method": method}
    return any(route.matches(asked)[0] is Match.FULL for route in routes)


class HeadAsGet:
    """Works on HEAD as on GET, and sends the headers alone; innermost, so that all around it knows
    what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        ended = False

        async def send_headers(message: Message) -> None:
            nonlocal ended
            if ended:
                return
            ended = message["type"] == "http.response.start"
            await send(message)
            if ended:
                await send({"type": "http.response.body", "body": b""})

        async def receive_until_ended() -> Message:
            # A stream that goes on for long is left as if its reader had gone.
            return {"type": "http.disconnect"} if ended else await receive()

        asked = {**scope, "method": "GET"}
        try:
            await self.app(asked, receive_until_ended, send_headers)
        finally:
            if "route" in asked:  # told to whoever counts and traces
                scope["route"] = asked["route"]
