"""Where there are keys, everything under /v1 asks for one."""

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.errors import KeysUnreadable
from service.http.problems import RequestRefused, problem
from service.keys import key
from service.keys.keyring import Keyring

log = structlog.get_logger()

_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Questions come in a body, and change nothing.
_QUESTIONS = ("/v1/search", "/v1/chat")
_CHALLENGE = 'Bearer realm="briefing-qa"'
# What RFC 6750 calls the refusals that have a code of ours.
_CHALLENGES = {
    "key_required": _CHALLENGE,
    "invalid_key": f'{_CHALLENGE}, error="invalid_token"',
    "insufficient_scope": f'{_CHALLENGE}, error="insufficient_scope", scope="{key.Scope.WRITE}"',
}


def needed_scope(method: str, path: str) -> key.Scope:
    """What a key has to allow for a request.

    >>> needed_scope("GET", "/v1/documents").value, needed_scope("POST", "/v1/chat").value
    ('read', 'read')
    >>> needed_scope("POST", "/v1/documents").value
    'write'
    """
    asks = any(path == question or path.startswith(f"{question}/") for question in _QUESTIONS)
    reads = method in _READING_METHODS or (method == "POST" and asks)
    return key.Scope.READ if reads else key.Scope.WRITE


class KeyCheck:
    """Refuses what comes without a valid key, before anything of its body is read.

    `scope["state"]["api_key"]` is the key of a request that goes on.
    """

    def __init__(self, app: ASGIApp, keyring: Keyring) -> None:
        self.app = app
        self.keyring = keyring

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and is_guarded(scope["path"]):
            try:
                scope.setdefault("state", {})["api_key"] = self._admitted(scope)
            except KeysUnreadable as error:
                log.error("keys_unreadable", reason=str(error))
                response = problem(Request(scope), error.code, "The keys cannot be read.")
                await response(scope, receive, send)
                return
            except RequestRefused as refused:
                challenge = {"WWW-Authenticate": _CHALLENGES[refused.code]}
                response = problem(Request(scope), refused.code, refused.detail, challenge)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _admitted(self, scope: Scope) -> key.ApiKey | None:
        keys = self.keyring.keys()
        if keys is None:
            return None
        scheme, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise RequestRefused("key_required", "Expected `Authorization: Bearer` with a key.")
        found = key.key_of(secret.strip(), keys)
        if found is None:
            raise RequestRefused("invalid_key", "There is no such key, or it was revoked.")
        needed = needed_scope(scope["method"], scope["path"])
        if needed is key.Scope.WRITE and found.scope is not key.Scope.WRITE:
            raise RequestRefused("insufficient_scope", "This key may only ask and read.")
        return found


def is_guarded(path: str) -> bool:
    """Whether a path is the API's: not the page, the probes or the description of the API.

    >>> is_guarded("/v1/documents"), is_guarded("/readyz")
    (True, False)
    """
    return path == "/v1" or path.startswith("/v1/")
