"""The one error of the client: what the service said, or that it did not say anything."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Self

import httpx

# The client's own codes; every other one is the service's, see docs/api.md.
CONNECTION_FAILED = "connection_failed"
UNEXPECTED_RESPONSE = "unexpected_response"
# One of the service's that is said before anything is sent, too.
INVALID_KEY = "invalid_key"


class RequestFailed(Exception):
    """Something that was asked of the service was not done.

    `code` is stable, `detail` says in English what happened. `status` is that of the response, None
    where there was none; `request_id` finds the request in the service's log.
    """

    def __init__(
        self, code: str, detail: str, *, status: int | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.status = status
        self.request_id = request_id

    @classmethod
    def of_response(cls, response: httpx.Response) -> Self:
        """What a response that is no success says; its body has been read."""
        try:
            said = response.json()
        except ValueError:
            said = None
        request_id = request_id_of(response)
        if isinstance(said, dict) and "code" in said:
            return cls.of_problem(said, status=response.status_code, request_id=request_id)
        return cls.unexpected(response, "no problem of the service")

    @classmethod
    def of_problem(
        cls, problem: Mapping[str, Any], *, status: int | None, request_id: str | None
    ) -> Self:
        """The error that a problem (RFC 9457) tells of."""
        code, detail = problem.get("code", UNEXPECTED_RESPONSE), problem.get("detail", "")
        return cls(str(code), str(detail), status=status, request_id=request_id)

    @classmethod
    def unexpected(cls, response: httpx.Response, reason: str) -> Self:
        """The error for a response that the API knows nothing of: another server, or a proxy."""
        status = response.status_code
        named = HTTPStatus(status).phrase if status in set(HTTPStatus) else "unknown"
        detail = f"{response.request.url} answered {status} ({named}): {reason}"
        request_id = request_id_of(response)
        return cls(UNEXPECTED_RESPONSE, detail, status=status, request_id=request_id)


def request_id_of(response: httpx.Response) -> str | None:
    """What the service calls the request in its log."""
    found: str | None = response.headers.get("X-Request-ID")
    return found
