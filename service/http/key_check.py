"""Where there are keys, everything under /v1 asks for one."""

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.errors import KeysUnreadable
from service.http.client_address import client_of
from service.http.guarded import is_guarded, needed_scope
from service.http.problems import RequestRefused, problem
from service.http.rate_limit import Buckets, too_many
from service.keys import key
from service.keys.keyring import Keyring

log = structlog.get_logger()

# Wrong keys a minute from one client: a person who mistypes one never gets there, and a script
# with a revoked one does.
WRONG_KEYS_PER_MINUTE = 30
_CHALLENGE = 'Bearer realm="briefing-qa"'
# What RFC 6750 calls the refusals that have a code of ours.
_CHALLENGES = {
    "key_required": _CHALLENGE,
    "invalid_key": f'{_CHALLENGE}, error="invalid_token"',
    "insufficient_scope": f'{_CHALLENGE}, error="insufficient_scope", scope="{key.Scope.WRITE}"',
}


class _TooManyWrong(Exception):
    """No key is looked at for another `wait` seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


class KeyCheck:
    """Refuses what comes without a valid key, before anything of its body is read, and without a
    look at the key what comes from a client that has sent too many wrong ones.

    `scope["state"]["api_key"]` is the key of a request that goes on.
    """

    def __init__(self, app: ASGIApp, keyring: Keyring, wrong: Buckets) -> None:
        self.app = app
        self.keyring = keyring
        self.wrong = wrong

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
            except _TooManyWrong as refused:
                limited = too_many(scope, "Too many wrong keys came from here", refused.wait)
                await limited(scope, receive, send)
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
        if wait := self.wrong.wait(client_of(scope)):
            raise _TooManyWrong(wait)
        found = key.key_of(secret.strip(), keys)
        if found is None:
            self.wrong.take(client_of(scope))
            raise RequestRefused("invalid_key", "There is no such key, or it was revoked.")
        needed = needed_scope(scope["method"], scope["path"])
        if needed is key.Scope.WRITE and found.scope is not key.Scope.WRITE:
            raise RequestRefused("insufficient_scope", "This key may only ask and read.")
        return found
