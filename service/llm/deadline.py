"""A response of a language model ends in time, however slowly it drips."""

import time
from collections.abc import Callable, Iterator

import httpx2


class DeadlineTransport(httpx2.HTTPTransport):
    """Lets no response take longer than `seconds`, counted from its request.

    A read timeout bounds only the silence between two pieces: a server that sends a comment a
    second would never hit it.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._clock = seconds, clock

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request; reading the response raises ReadTimeout when its time is over."""
        end = self._clock() + self._seconds
        response = super().handle_request(request)
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Timed(response.stream, lambda: self._clock() < end, request)
        return response


class _Timed(httpx2.SyncByteStream):
    def __init__(
        self, stream: httpx2.SyncByteStream, in_time: Callable[[], bool], request: httpx2.Request
    ) -> None:
        self._stream, self._in_time, self._request = stream, in_time, request

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            if not self._in_time():
                raise httpx2.ReadTimeout("the response took too long", request=self._request)
            yield piece

    def close(self) -> None:
        self._stream.close()
