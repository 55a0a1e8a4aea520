"""Whether a request is sent again, and how long is waited before."""

import random

import httpx

from service.client.failure import RequestFailed
from service.client.responses import unanswered

# A service that is busy or still loading says when to come again: twice is enough for most.
TRIES = 3
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
# What passes with time: too many requests, or a service (or what stands before it) not ready yet.
_PASSING = frozenset({429, 502, 503, 504})
# Failures before an answer could be on its way. A timeout is none: the next try would take as long.
_DROPPED = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)


class Tries:
    """The tries of one request: three where it may be sent `again`, else one."""

    def __init__(self, request: httpx.Request, *, again: bool) -> None:
        self._request = request
        self._last = TRIES if again else 1
        self._number = 1

    def refused(self, response: httpx.Response) -> float:
        """Seconds until the next try, as the service asks, within reason; its response was read.

        Raises RequestFailed: what will not pass, or is not waited for.
        """
        if self._number == self._last or response.status_code not in _PASSING:
            raise RequestFailed.of_response(response)
        asked = response.headers.get("Retry-After", "")
        return self._pause(min(float(asked), _LONGEST_PAUSE_SECONDS) if asked.isdigit() else 0.0)

    def dropped(self, error: httpx.TransportError) -> float:
        """Seconds until the next try after one without a response. Raises RequestFailed."""
        if self._number == self._last or not isinstance(error, _DROPPED):
            raise unanswered(self._request, error) from error
        return self._pause(0.0)

    def _pause(self, asked: float) -> float:
        """As asked or longer: each time longer, and never in step with other clients."""
        pause = _FIRST_PAUSE_SECONDS * 2.0 ** (self._number - 1) * random.uniform(0.5, 1.0)
        self._number += 1
        return max(asked, pause)
