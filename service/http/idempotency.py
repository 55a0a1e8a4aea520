"""Idempotency-Key: a request that is sent again is worked on once, and answered alike."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from service.http.problems import RequestRefused
from service.http.replies import Replies, Reply
from service.http.uploads import Sent, wants_job

# Of the headers of a reply, those that belong to what was done.
_KEPT_HEADERS = ("Location", "Preference-Applied")
REPLAYED = "Idempotency-Replayed"
# Read at a time when hashing: large enough to be fast, small beside what a request may hold.
_BLOCK = 1 << 20


class Idempotency:
    """Holds requests to their keys; a key counts for the API key that it came with."""

    def __init__(self, root: Path) -> None:
        self._replies = Replies(root)
        self._busy: set[str] = set()

    async def once(
        self,
        key: str | None,
        request: Request,
        sent: Sent,
        work: Callable[[], Awaitable[JSONResponse]],
    ) -> JSONResponse:
        """Do `work` and keep its reply, or give the one that is kept; an error is not kept.

        Raises RequestRefused: the key came with something else, or is being worked on.
        """
        if key is None:
            return await work()
        name = _name(key, request)
        with self._alone(name):
            asked = await run_in_threadpool(_fingerprint, sent, wants_job(request))
            kept = await run_in_threadpool(self._replies.find, name)
            if kept is None:
                response = await work()
                await run_in_threadpool(self._replies.keep, name, _reply(asked, response))
                return response
        if kept.request != asked:
            raise RequestRefused(
                "idempotency_key_reused", "This Idempotency-Key came with another request before."
            )
        return JSONResponse(kept.body, kept.status, kept.headers | {REPLAYED: "true"})

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        if name in self._busy:
            raise RequestRefused(
                "idempotency_key_busy", "A request with this Idempotency-Key is being worked on."
            )
        self._busy.add(name)
        try:
            yield
        finally:
            self._busy.remove(name)


def _name(key: str, request: Request) -> str:
    api_key = getattr(request.state, "api_key", None)
    parts = [api_key and api_key.key_id, request.method, request.url.path, key]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _fingerprint(sent: Sent, job: bool) -> str:
    """Tell the same from something else by what was sent: a form's bytes differ every time."""
    digest = hashlib.sha256(json.dumps([sent.kind, sent.name, job]).encode())
    while block := sent.content.read(_BLOCK):
        digest.update(block)
    sent.content.seek(0)
    return digest.hexdigest()


def _reply(asked: str, response: JSONResponse) -> Reply:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    body = json.loads(bytes(response.body))
    return Reply(request=asked, status=response.status_code, headers=headers, body=body)
