"""The HTTP application: middleware, routes and the pieces behind them, wired once."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from fastapi import Depends, FastAPI
from prometheus_fastapi_instrumentator import Instrumentator
from starlette.concurrency import run_in_threadpool

from index.directory import DataDirectory
from ingest.web import WebPolicy
from service.assembly import Parts, assemble
from service.following import Following
from service.http import client_address, cors, problems
from service.http.access_log import AccessLog
from service.http.body_limit import BodyLimit
from service.http.cut_off import CutOff
from service.http.edge import Edge
from service.http.host_check import HostCheck, known_names
from service.http.idempotency import Idempotency
from service.http.key_check import WRONG_KEYS_PER_MINUTE, KeyCheck
from service.http.known_query import refuse_unknown
from service.http.loading import Loader
from service.http.methods import HeadAsGet
from service.http.metrics import Metrics
from service.http.openapi import DescribedApi
from service.http.origin import OriginCheck
from service.http.rate_limit import Buckets, RateLimit
from service.http.routes import (
    aliases,
    chat,
    documents,
    health,
    jobs,
    openai,
    page,
    publishers,
    search,
)
from service.http.security import SecurityHeaders
from service.http.standing import Standing
from service.http.tracing import Traced, Tracing
from service.jobs.desk import Desk
from service.jobs.folder import JobFolder
from service.keys.keyring import Keyring
from service.patrol import Patrol
from service.settings import Settings

# What multipart adds around a file: boundaries, headers, a long name.
_ENVELOPE_BYTES = 64 * 1024
# A character of a question at worst: an emoji, escaped in JSON as two halves of six bytes each.
_CHARACTER_BYTES = 12
# Room for what comes beside a question: the turns before it, each with its answer.
_TURNS_BYTES = 256 * 1024
# Chat front ends send every turn there was: this is some 300 of them, with their answers.
_CONVERSATION_BYTES = 1024 * 1024

_DESCRIPTION = (
    "Questions in Korean or English over stored briefings; answers are verbatim, checked quotations"
    ' or an honest "not in the documents". Offsets count Unicode code points.'
)


def create_app(
    settings: Settings,
    load: Callable[[], Parts] | None = None,
    on_loaded: Callable[[BaseException | None], None] = lambda _error: None,
    tracing: Tracing | None = None,
) -> FastAPI:
    """Build the application; `load` replaces the assembly of the index and the engine.

    Nothing is opened until the application starts; then loading runs in the background, and
    `on_loaded` is told its end: None when questions are answered, or why they never will be.
    `tracing` gets a span for each request; closing it is left to the caller.
    """
    metrics, directory = Metrics(), DataDirectory(settings.data_dir)
    desk = Desk(
        JobFolder(directory.jobs),
        WebPolicy(max_bytes=settings.max_document_bytes),
        settings.max_waiting_bytes,
        metrics.ingested,
    )
    patrol = None
    if settings.watch_dir is not None:
        patrol = Patrol(settings.watch_dir, settings.max_document_bytes, metrics.ingested)
    following = Following()
    load = load or partial(assemble, settings, read_only=settings.read_only)
    if settings.read_only:
        starting = partial(_load, load, [following])
    else:
        starting = partial(_load, load, [desk, patrol] if patrol else [desk])
    idempotency = Idempotency(directory.replies)
    loader = Loader(starting, on_loaded)
    metrics.registry.register(Standing(lambda: loader.parts().index.status(), desk.unfinished))
    edge = Edge(settings, loader, desk, idempotency, patrol, metrics)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        edge.loader.start()
        yield
        edge.stop_writing()
        await run_in_threadpool(desk.close)
        if patrol is not None:
            await run_in_threadpool(patrol.close)
        await run_in_threadpool(following.close)
        await run_in_threadpool(edge.writes.close)
        await run_in_threadpool(edge.loader.close)

    app = DescribedApi(
        title="briefing-qa",
        version=_version(),
        description=_DESCRIPTION,
        docs_url=None,  # the framework's own pages load their scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.edge = edge
    problems.install(app)
    _add_middleware(app, edge, tracing)
    for routes in (health, openai, page):  # asked by others' programs, with whatever they add
        app.include_router(routes.router)
    for routes in (documents, publishers, aliases, jobs, search, chat):
        app.include_router(routes.router, dependencies=[Depends(refuse_unknown)])
    page.mount_files(app)
    return app


def _load(load: Callable[[], Parts], beside: Iterable[Desk | Patrol | Following]) -> Parts:
    """Load, and start what works beside the requests: before anybody can hand in a job, too."""
    parts = load()
    try:
        for one in beside:
            one.start(parts.index)
    except BaseException:
        parts.close()
        raise
    return parts


def _add_middleware(app: FastAPI, edge: Edge, tracing: Tracing | None) -> None:
    """Add the middleware from the innermost outwards: each addition wraps those before it."""
    limit = max(edge.settings.max_upload_bytes, edge.settings.max_document_bytes) + _ENVELOPE_BYTES
    question = edge.settings.max_question_chars * _CHARACTER_BYTES
    limits = {"/v1/documents": limit, "/v1/chat/completions": _CONVERSATION_BYTES + question}
    app.add_middleware(HeadAsGet)
    app.add_middleware(CutOff)
    app.add_middleware(BodyLimit, limit_of=lambda path: limits.get(path, _TURNS_BYTES + question))
    if edge.settings.requests_per_minute is not None:
        app.add_middleware(RateLimit, buckets=Buckets(edge.settings.requests_per_minute))
    origins = edge.settings.allowed_origins or ()
    app.add_middleware(HostCheck, known=known_names(edge.settings.host, origins))
    wrong = Buckets(WRONG_KEYS_PER_MINUTE)
    app.add_middleware(KeyCheck, keyring=Keyring(edge.settings.data_dir), wrong=wrong)
    app.add_middleware(OriginCheck, allowed=origins)
    if origins:
        # Around the refusals above: a page can read only what says that it may.
        cors.permit(app, origins)
    app.add_middleware(SecurityHeaders)
    Instrumentator(
        excluded_handlers=["/livez", "/readyz", "/metrics", "/web"], registry=edge.metrics.registry
    ).instrument(app)
    if tracing is not None:
        app.add_middleware(Traced, tracing=tracing)
    app.add_middleware(AccessLog)
    if edge.settings.trusted_proxies:
        client_address.believe(app, edge.settings.trusted_proxies)


def _version() -> str:
    try:
        return version("briefing-qa")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
