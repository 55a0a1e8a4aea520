"""State changes asked for by another site's page are refused."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.problems import problem

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header names the host the request was sent to.

    The scheme may differ: behind a proxy that ends TLS the browser says https and we see http.

    >>> same_origin("https://briefing.example", "briefing.example")
    True
    >>> same_origin("http://evil.example", "briefing.example")
    False
    >>> same_origin("null", "briefing.example")
    False
    """
    try:
        parts = urlsplit(origin)
        asked = urlsplit(f"{parts.scheme}://{host}")
        default = _DEFAULT_PORTS.get(parts.scheme)
        ports = (parts.port or default, asked.port or default)
    except ValueError:  # a port that is no number
        return False
    return bool(parts.hostname) and parts.hostname == asked.hostname and ports[0] == ports[1]


class OriginCheck:
    """Refuses requests that may change something and carry the Origin of a site not `allowed`."""

    def __init__(self, app: ASGIApp, allowed: Collection[str] = ()) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and self._is_foreign(scope):
            detail = "This request comes from another site's page."
            response = problem(Request(scope), "foreign_origin", detail)
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        if scope["method"] in _SAFE_METHODS:
            return False
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None or origin in self.allowed:
            return False
        return not same_origin(origin, headers.get("host", ""))
