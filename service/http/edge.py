"""What every route needs, kept on the app and handed to the routes as dependencies."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from service.assembly import Parts
from service.background import step_back
from service.http.gate import Gate, computed_at_once
from service.http.idempotency import Idempotency
from service.http.loading import Loader
from service.http.metrics import Metrics
from service.http.problems import RequestRefused
from service.jobs.desk import Desk
from service.patrol import Patrol
from service.settings import Settings

# Threads that wait for a language model; they compute nothing.
_WAITS = 16
# A question that has waited this long is better asked again than kept hanging.
_ANSWER_PATIENCE_SECONDS = 10.0
# One writer at a time is all the store has; an upload behind a long one may wait for it.
_WRITE_PATIENCE_SECONDS = 60.0
# Files parsed at once, each in a process of its own: a slow one must not keep the others waiting.
_READERS = 2


@dataclass(frozen=True, slots=True)
class Edge:
    """The settings and the running pieces of one app, `started` at this Unix second."""

    settings: Settings
    loader: Loader
    jobs: Desk
    idempotency: Idempotency
    patrol: Patrol | None = None
    metrics: Metrics = field(default_factory=Metrics)
    answers: Gate = field(
        default_factory=lambda: Gate(computed_at_once(), _ANSWER_PATIENCE_SECONDS)
    )
    waits: Gate = field(default_factory=lambda: Gate(_WAITS, _ANSWER_PATIENCE_SECONDS))
    reads: Gate = field(default_factory=lambda: Gate(8, _ANSWER_PATIENCE_SECONDS))
    readers: Gate = field(default_factory=lambda: Gate(_READERS, _WRITE_PATIENCE_SECONDS))
    writes: Gate = field(
        default_factory=lambda: Gate(
            1,
            _WRITE_PATIENCE_SECONDS,
            ThreadPoolExecutor(1, "storing", initializer=step_back),
        )
    )
    started: int = field(default_factory=lambda: int(time.time()))

    def stop_writing(self) -> None:
        """Ask what writes beside the requests to come to its end, without waiting for it."""
        self.jobs.stop()
        if self.patrol is not None:
            self.patrol.stop()


async def _edge(request: Request) -> Edge:
    edge: Edge = request.app.state.edge
    return edge


async def require_parts(request: Request) -> Parts:
    """The loaded index and engine. Raises NotReady."""
    return (await _edge(request)).loader.parts()


async def require_writing(request: Request) -> None:
    """Refuse what stores or removes where another process does that."""
    if (await _edge(request)).settings.read_only:
        raise RequestRefused(
            "read_only", "This service only reads; another process writes to its documents."
        )


async def require_json(request: Request) -> None:
    """Refuse a body that does not say it is JSON; a form from another site cannot say so."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise RequestRefused(
            "unsupported_format", f"Expected application/json, not {media or 'an untyped body'}."
        )


EdgeDep = Annotated[Edge, Depends(_edge)]
PartsDep = Annotated[Parts, Depends(require_parts)]
# For routes that store or remove.
WRITING = [Depends(require_writing)]
