"""Traces of real answers: a span a request, one a stage below it, and nothing of what was asked."""

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest

from index.corpus import open_index
from ingest.read import from_text
from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.errors import InvalidSettings
from service.http.app import create_app
from service.http.tracing import Tracing, open_tracing
from service.ingesting import ingest_document
from service.settings import Settings
from tests.articles import ARTICLES, MINISTER_QUESTION
from tests.serving import serving, wait_until_ready

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

    from index.dense import Transform
    from index.embedder import Embedder

pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
CHAT = ("POST", "/v1/chat", {"question": MINISTER_QUESTION})
REQUESTS = (
    CHAT,
    ("POST", "/v1/search", {"question": MINISTER_QUESTION, "k": 2}),
    ("POST", "/v1/chat", {"question": "?"}),
    ("GET", "/v1/documents/xyz", None),
    ("GET", "/livez", None),
)


@pytest.fixture(scope="module")
def traced(
    tmp_path_factory: pytest.TempPathFactory,
    real_embedder: "Embedder",
    real_transform: "Transform",
) -> tuple[list[httpx.Response], list["ReadableSpan"]]:
    """The replies to the requests, and all spans that they left."""
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    data = tmp_path_factory.mktemp("traced")
    index = open_index(data, real_embedder, transform=real_transform)
    for article in ARTICLES:
        ingest_document(index, from_text(article["text"], title=article["title"]))
    parts = Parts(index, AnswerEngine(index), real_embedder.count_tokens)
    exporter = InMemorySpanExporter()
    tracing = Tracing(exporter)
    with serving(create_app(Settings(data_dir=data), lambda: parts, tracing=tracing)) as url:
        wait_until_ready(url)
        headers = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
        with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
            replies = [client.request(method, path, json=body) for method, path, body in REQUESTS]
    tracing.close()
    return replies, list(exporter.get_finished_spans())


def named(spans: list["ReadableSpan"], name: str) -> list["ReadableSpan"]:
    return [span for span in spans if span.name == name]


def nanoseconds(milliseconds: float) -> int:
    return round(milliseconds * 1_000_000)


@pytest.mark.model
def test_an_answer_is_a_span_with_its_counts(
    traced: tuple[list[httpx.Response], list["ReadableSpan"]],
) -> None:
    replies, spans = traced
    answer = replies[0].json()
    span, refused = named(spans, "POST /v1/chat")
    assert span.attributes == {
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "http.route": "/v1/chat",
        "briefing.answer": answer["status"],
        "briefing.confidence": pytest.approx(answer["confidence"], abs=0.001),
        "briefing.citations": len(answer["citations"]),
        "briefing.hits": len(answer["hits"]),
        "briefing.written_by": "extraction",
    }
    assert refused.attributes is not None
    assert refused.attributes["http.response.status_code"] == 422
    assert refused.attributes["briefing.code"] == "empty_question"
    (unknown,) = named(spans, "GET /v1/documents/{doc_id}")
    assert unknown.attributes is not None
    assert unknown.attributes["briefing.code"] == "unknown_document"


@pytest.mark.model
def test_its_stages_follow_one_another_below_it(
    traced: tuple[list[httpx.Response], list["ReadableSpan"]],
) -> None:
    replies, spans = traced
    answer, _ = named(spans, "POST /v1/chat")
    stages = [one for one in spans if one.parent and one.parent.span_id == answer.context.span_id]
    timings = replies[0].json()["timings"]
    assert [stage.name for stage in stages] == list(timings) == ["search", "select", "cite"]
    ends = [answer.start_time]
    for stage in stages:
        assert stage.start_time is not None
        assert stage.end_time is not None
        assert ends[-1] is not None
        assert stage.start_time >= ends[-1]
        ends.append(stage.end_time)
        taken = stage.end_time - stage.start_time
        assert taken == pytest.approx(nanoseconds(timings[stage.name]), abs=nanoseconds(0.01))
    assert answer.end_time is not None
    assert ends[-1] is not None
    assert ends[-1] <= answer.end_time
    (search,) = named(spans, "POST /v1/search")
    below = [
        one.name for one in spans if one.parent and one.parent.span_id == search.context.span_id
    ]
    assert below == ["search"]


@pytest.mark.model
def test_a_trace_goes_on_from_the_client_and_says_nothing_of_what_was_asked(
    traced: tuple[list[httpx.Response], list["ReadableSpan"]],
) -> None:
    _, spans = traced
    assert {f"{span.context.trace_id:032x}" for span in spans} == {TRACE}
    above = {f"{span.parent.span_id:016x}" for span in spans if "/" in span.name and span.parent}
    assert above == {PARENT}
    told = "".join(span.to_json() for span in spans)
    assert "briefing-qa" in told
    assert not any(word in told for word in (*MINISTER_QUESTION.split(), "xyz", "livez"))


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """The address of something that takes traces over HTTP, and what it was sent."""
    came: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.path.encode() + self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()
        thread.join()


def test_the_variables_of_opentelemetry_switch_it_on(
    monkeypatch: pytest.MonkeyPatch, collector: tuple[str, list[bytes]]
) -> None:
    url, came = collector
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "the-desk")
    tracing = open_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": url})
    assert tracing is not None
    tracing.tracer.start_span("something").end()
    tracing.close()
    (sent,) = came
    assert sent.startswith(b"/v1/traces")
    assert b"something" in sent
    assert b"the-desk" in sent


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"},
        {"OTEL_TRACES_EXPORTER": ""},
    ],
)
def test_nothing_is_traced_unless_asked_for(environment: dict[str, str]) -> None:
    assert open_tracing(environment) is None


def test_what_cannot_be_had_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidSettings, match="expected otlp, console or none"):
        open_tracing({"OTEL_TRACES_EXPORTER": "zipkin"})
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(InvalidSettings, match=r"briefing-qa\[otel\]"):
        open_tracing({"OTEL_TRACES_EXPORTER": "otlp"})
