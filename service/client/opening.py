"""How a connection to a service is set up."""

from collections.abc import Callable
from typing import TypeVar

import httpx

from service.client.failure import CONNECTION_FAILED, RequestFailed

# Long enough for an answer in a queue of others, and for a document to be read and embedded.
TIMEOUT_SECONDS = 60.0

_Http = TypeVar("_Http", httpx.Client, httpx.AsyncClient)


def opened(kind: Callable[..., _Http], base_url: str, api_key: str | None, timeout: float) -> _Http:
    """A client of that kind. Raises RequestFailed for what is no URL."""
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    try:
        return kind(base_url=base_url, headers=headers, timeout=timeout)
    except httpx.InvalidURL as error:
        raise RequestFailed(CONNECTION_FAILED, f"{base_url!r} is no URL: {error}") from error
