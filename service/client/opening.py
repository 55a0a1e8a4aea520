"""How a connection to a service is set up."""

from collections.abc import Callable
from typing import TypeVar

import httpx

from service.client.failure import CONNECTION_FAILED, INVALID_KEY, RequestFailed

# Long enough for an answer in a queue of others, and for a document to be read and embedded.
TIMEOUT_SECONDS = 60.0

_Http = TypeVar("_Http", httpx.Client, httpx.AsyncClient)


def opened(kind: Callable[..., _Http], base_url: str, api_key: str | None, timeout: float) -> _Http:
    """A client of that kind. Raises RequestFailed for what is no URL, and for what is no key."""
    key = (api_key or "").strip()  # as read from a file
    if not (key.isascii() and key.isprintable()):
        raise RequestFailed(INVALID_KEY, "the API key has characters that no key has")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        return kind(base_url=base_url, headers=headers, timeout=timeout)
    except httpx.InvalidURL as error:
        raise RequestFailed(CONNECTION_FAILED, f"{base_url!r} is no URL: {error}") from error
