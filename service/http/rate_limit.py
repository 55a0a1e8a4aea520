"""So many requests a minute from one client, where a setting says so."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.key_check import is_guarded
from service.http.problems import problem

# A hundred bytes each. The client that was seen longest ago is forgotten first, and its bucket has
# had the most time to fill.
MAX_CLIENTS = 10_000


class Buckets:
    """A token bucket for each client: a minute's requests may come at once, then as they refill.

    `clock` gives seconds.
    """

    def __init__(
        self,
        per_minute: int,
        clock: Callable[[], float] = time.monotonic,
        max_clients: int = MAX_CLIENTS,
    ) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._max_clients = max_clients
        # Tokens left, and when that was so.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a token: 0 when there was one, or in how many seconds there will be one."""
        now = self._clock()
        tokens, then = self._left.pop(client, (self._size, now))
        tokens = min(self._size, tokens + (now - then) * self._per_second)
        lacking = max(0.0, 1 - tokens)
        self._left[client] = (tokens if lacking else tokens - 1, now)
        if len(self._left) > self._max_clients:
            self._left.popitem(last=False)
        return lacking / self._per_second


class RateLimit:
    """Refuses what comes too fast. A client is an API key, or the address a connection is from."""

    def __init__(self, app: ASGIApp, buckets: Buckets) -> None:
        self.app = app
        self.buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and is_guarded(scope["path"]):
            wait = self.buckets.take(_client(scope))
            if wait:
                headers = {"Retry-After": str(math.ceil(wait))}
                detail = f"Too many requests came from this client; wait {math.ceil(wait)} s."
                response = problem(Request(scope), "rate_limited", detail, headers)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _client(scope: Scope) -> str:
    """Whose request it is; what `X-Forwarded-For` claims is anybody's word."""
    key = scope.get("state", {}).get("api_key")
    if key is not None:
        return f"key {key.key_id}"
    return scope["client"][0] if scope.get("client") else ""
