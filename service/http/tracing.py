"""OpenTelemetry's traces of requests and of the stages of their answers, without what was asked.

Switched on by OpenTelemetry's own variables (OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT, and
all that its SDK reads beside them); nothing of it is loaded otherwise.
"""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import InvalidSettings
from service.http.access_log import QUIET_PATHS

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span

_NAME = "briefing-qa"
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
# What the request's log line says and a trace does not: it may leave the machine.
_KEPT_BACK = frozenset({"question", "trace_id"})


class Tracing:
    """Spans for one exporter, which gets them now and then, and the rest at `close`."""

    def __init__(self, exporter: "SpanExporter") -> None:
        from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        # The variables last: OTEL_SERVICE_NAME wins.
        said = Resource.create({SERVICE_NAME: _NAME}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=said)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self.tracer = self._provider.get_tracer(_NAME)

    def close(self) -> None:
        """Hand over what the exporter has not got yet."""
        self._provider.shutdown()


def open_tracing(environment: Mapping[str, str]) -> Tracing | None:
    """Trace as OpenTelemetry's variables say; None where they do not ask for it.

    Raises InvalidSettings for an exporter that is not known, or not installed.
    """
    endpoint = any(environment.get(name) for name in _ENDPOINTS)
    kind = environment.get("OTEL_TRACES_EXPORTER") or ("otlp" if endpoint else "none")
    if kind == "none" or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    if kind not in ("otlp", "console"):
        raise InvalidSettings(f"OTEL_TRACES_EXPORTER={kind}: expected otlp, console or none")
    try:
        return Tracing(_exporter(kind))
    except ModuleNotFoundError as error:
        raise InvalidSettings(
            f"traces are asked for by OpenTelemetry's variables, and {error.name!r} is not "
            "installed: pip install 'briefing-qa[otel]'"
        ) from error


def _exporter(kind: str) -> "SpanExporter":
    if kind == "console":
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter

        return ConsoleSpanExporter()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()


class Traced:
    """Makes each request a span, a child of the one that its `traceparent` names."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["path"].startswith(QUIET_PATHS):
            await self.app(scope, receive, send)
            return
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind

        status = 500

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        noted = scope.setdefault("state", {}).setdefault("noted", {})
        with self.tracing.tracer.start_as_current_span(
            scope["method"],
            context=extract(dict(Headers(scope=scope))),
            kind=SpanKind.SERVER,
            # An error's text may quote what was asked.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            noted["trace_id"] = f"{span.get_span_context().trace_id:032x}"
            try:
                await self.app(scope, receive, send_noting_status)
            finally:
                _describe(span, scope, status)
                self._add_stages(span, scope)

    def _add_stages(self, span: "Span", scope: Scope) -> None:
        """A child for each stage, from what was timed: one began when that before it ended."""
        from opentelemetry.trace import set_span_in_context

        ended, timings = scope["state"].get("stages", (0, {}))
        began = ended - sum(map(_nanoseconds, timings.values()))
        for stage, milliseconds in timings.items():
            child = self.tracing.tracer.start_span(
                stage, set_span_in_context(span), start_time=began
            )
            began += _nanoseconds(milliseconds)
            child.end(began)


def _describe(span: "Span", scope: Scope, status: int) -> None:
    from opentelemetry.trace import StatusCode

    route = getattr(scope.get("route"), "path", None)
    span.set_attribute("http.request.method", scope["method"])
    span.set_attribute("http.response.status_code", status)
    if route is not None:
        span.update_name(f"{scope['method']} {route}")
        span.set_attribute("http.route", route)
    for name, value in scope["state"]["noted"].items():
        if name not in _KEPT_BACK:
            span.set_attribute(f"briefing.{name}", value)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_status(StatusCode.ERROR)


def _nanoseconds(milliseconds: float) -> int:
    return round(milliseconds * 1_000_000)


def note_stages(scope: Scope, timings: Mapping[str, float]) -> None:
    """Keep how long the stages of an answer took that has just been given, in milliseconds."""
    scope.setdefault("state", {})["stages"] = (time.time_ns(), dict(timings))
