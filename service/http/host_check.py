"""Where there are no keys, only requests to this service under a name of its own are answered.

A browser keeps sites apart by their names. A site that has its name point to this machine's address
(DNS rebinding) is asking as the service's own page, and an Origin like the Host says nothing. Its
name is in the Host all the same, and it has no key: where there are keys, they are enough.
"""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.guarded import is_guarded
from service.http.problems import problem


def is_own(host: str, known: Collection[str]) -> bool:
    """Whether a Host header names an address, this machine, or one of `known` names.

    Nobody can have a name without dots point anywhere for a stranger: it is of one's own network.

    >>> [is_own(host, ()) for host in ("127.0.0.1:8000", "[::1]:8000", "localhost", "briefing:80")]
    [True, True, True, True]
    >>> is_own("evil.example:8000", ()), is_own("desk.example", {"desk.example"})
    (False, True)
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:  # brackets around what is no address
        return False
    return "." not in name.removesuffix(".localhost") or name in known or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class HostCheck:
    """Refuses the API under another name; stands inside KeyCheck, whose key it reads."""

    def __init__(self, app: ASGIApp, known: Collection[str]) -> None:
        self.app = app
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and self._is_foreign(scope):
            detail = (
                "This service does not go by that name: make a key, or name its site in "
                "BRIEFING_ALLOWED_ORIGINS."
            )
            response = problem(Request(scope), "foreign_host", detail)
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        if not is_guarded(scope["path"]) or scope["state"]["api_key"] is not None:
            return False
        # Browsers always say it; what does not is none.
        return not is_own(Headers(scope=scope).get("host", ""), self.known)


def known_names(host: str, origins: Collection[str]) -> frozenset[str]:
    """The names that the settings give: what is served on, and the sites that are let in.

    >>> sorted(known_names("files.lan", ["https://desk.example:8443"]))
    ['desk.example', 'files.lan']
    """
    return frozenset([host.lower(), *(urlsplit(origin).hostname or "" for origin in origins)])
