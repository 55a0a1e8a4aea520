"""So many requests a minute from one client: any, where a setting says so, or with wrong keys."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.client_address import client_of
from service.http.guarded import is_guarded
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
        tokens = self._tokens(client, now)
        self._left.pop(client, None)
        self._left[client] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._left) > self._max_clients:
            self._left.popitem(last=False)
        return self._lacking(tokens)

    def wait(self, client: str) -> float:
        """In how many seconds there will be a token, 0 when there is one; takes none."""
        return self._lacking(self._tokens(client, self._clock()))

    def _tokens(self, client: str, now: float) -> float:
        tokens, then = self._left.get(client, (self._size, now))
        return min(self._size, tokens + (now - then) * self._per_second)

    def _lacking(self, tokens: float) -> float:
        return max(0.0, 1 - tokens) / self._per_second


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
                response = too_many(scope, "Too many requests came from this client", wait)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


def too_many(scope: Scope, reason: str, wait: float) -> Response:
    """The refusal of a request, which may come again in `wait` seconds."""
    seconds = math.ceil(wait)
    headers = {"Retry-After": str(seconds)}
    return problem(Request(scope), "rate_limited", f"{reason}; wait {seconds} s.", headers)


def _client(scope: Scope) -> str:
    key = scope.get("state", {}).get("api_key")
    return client_of(scope) if key is None else f"key {key.key_id}"
