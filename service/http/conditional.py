"""A reply that a client may have already: ETag and If-None-Match (RFC 9110)."""

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel

# Kept by the client alone, since a key may be needed, and asked for again each time: what corrects
# an article changes its reply at any moment.
_CACHING = "private, no-cache"


def unless_known(request: Request, reply: BaseModel) -> Response:
    """Send a reply, or 304 to a client that names it as the one it has."""
    body = reply.model_dump_json().encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": _CACHING}
    if names(",".join(request.headers.getlist("if-none-match")), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def names(header: str, etag: str) -> bool:
    """Whether an If-None-Match names an entity tag, by the weak comparison.

    >>> names('W/"a", "b"', '"a"'), names("*", '"a"'), names('"b"', '"a"')
    (True, True, False)
    """
    given = [one.strip().removeprefix("W/") for one in header.split(",")]
    return etag in given or given == ["*"]
