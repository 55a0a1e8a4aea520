"""What the client makes of services that are away, busy, cut short, or not ours."""

import json
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from service.client import AsyncBriefings, Briefings, Delta, RequestFailed
from service.client.opening import opened
from service.client.tries import TRIES
from tests.pretending import pretending
from tests.service.clients import BOTH

Connect = Callable[..., Any]

FOUND = json.dumps({"hits": [], "language": "ko", "timings": {}}).encode()
BUSY = (503, {"Retry-After": "0"}, b'{"code": "busy", "detail": "ask again"}')
JSON = {"Content-Type": "application/json"}
EVENTS = {"Content-Type": "text/event-stream", "X-Request-ID": "abc"}
JOB: dict[str, Any] = {
    "job_id": "j1", "kind": "file", "name": "a.zip", "size": 1, "state": "running",
    "created_at": "2026-03-12T01:30:00+00:00", "started_at": None, "finished_at": None,
    "added": 0, "updated": 0, "unchanged": 0, "known": 0, "older": 0, "failed": 0,
    "reading": None, "code": None, "message": None, "message_ko": None,
}  # fmt: skip


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been slept."""
    slept: list[float] = []

    async def awaited(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("service.client.connection.time.sleep", slept.append)
    monkeypatch.setattr("service.client.async_connection.anyio.sleep", awaited)
    return slept


@pytest.fixture(params=BOTH)
def connect(request: pytest.FixtureRequest) -> Connect:
    """One client, then the other."""
    return BOTH[request.param]


@pytest.mark.parametrize("client", [Briefings, AsyncBriefings])
def test_a_key_that_no_header_takes_is_refused_before_anything_is_sent(
    client: Callable[..., object],
) -> None:
    with pytest.raises(RequestFailed) as failed:
        client("http://127.0.0.1:1", api_key="briefing_…")
    assert failed.value.code == "invalid_key"


def test_a_key_is_taken_as_it_was_read_from_a_file() -> None:
    with opened(httpx.Client, "http://127.0.0.1:1", "briefing_a\n", 1) as http:
        assert http.headers["Authorization"] == "Bearer briefing_a"


def test_what_only_reads_is_tried_again(pauses: list[float], connect: Connect) -> None:
    with pretending(BUSY, BUSY, (200, JSON, FOUND)) as (url, asked), connect(url) as briefings:
        assert briefings.search("누구?").hits == []
        assert asked == ["/v1/search"] * 3
    first, second = pauses
    assert 0.25 <= first <= 0.5 <= second <= 1.0


def test_it_waits_as_long_as_the_service_asks_within_reason(
    pauses: list[float], connect: Connect
) -> None:
    later = (503, {"Retry-After": "7"}, BUSY[2])
    never = (503, {"Retry-After": "86400"}, BUSY[2])
    with pretending(later, never) as (url, asked), connect(url) as briefings:
        with pytest.raises(RequestFailed, match="busy: ask again"):
            briefings.document("d")
        assert len(asked) == TRIES
    assert pauses == [7.0, 30.0]


@pytest.mark.parametrize(
    "change",
    [
        lambda briefings: briefings.add(text="글"),
        lambda briefings: briefings.add(__file__),
        lambda briefings: briefings.remove("d"),
        lambda briefings: briefings.cancel("j"),
    ],
)
def test_what_changes_something_is_sent_once(
    change: Callable[[Any], object], pauses: list[float], connect: Connect
) -> None:
    with pretending(BUSY) as (url, asked), connect(url) as briefings:
        with pytest.raises(RequestFailed) as raised:
            change(briefings)
        assert len(asked) == 1
    assert (raised.value.code, raised.value.status) == ("busy", 503)
    assert pauses == []


def test_what_will_not_pass_is_not_tried_again(pauses: list[float], connect: Connect) -> None:
    failed = (500, {}, b'{"code": "internal_error", "detail": "broken"}')
    with pretending(failed) as (url, asked), connect(url) as briefings:
        with pytest.raises(RequestFailed, match="internal_error: broken"):
            briefings.ask("누구?")
        assert len(asked) == 1
    assert pauses == []


def test_a_service_that_is_not_there_is_named(pauses: list[float], connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with connect(url) as briefings, pytest.raises(RequestFailed) as raised:
        briefings.ask("누구?")
    assert raised.value.code == "connection_failed"
    assert raised.value.status is None
    assert f"is the service running at {url}" in raised.value.detail
    assert len(pauses) == TRIES - 1


def test_a_service_that_does_not_answer_in_time_is_not_asked_again(
    pauses: list[float], connect: Connect
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        late = pytest.raises(RequestFailed, match=r"connection_failed: .*ReadTimeout")
        with connect(url, timeout=0.1) as briefings, late:
            briefings.ask("누구?")
    assert pauses == []


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "http://[::1", "http://host:port"])
def test_what_is_no_address_is_told(url: str, pauses: list[float], connect: Connect) -> None:
    with pytest.raises(RequestFailed, match="connection_failed"), connect(url) as briefings:
        briefings.ask("누구?")
    assert pauses == []


@pytest.mark.parametrize(
    "response",
    [
        (200, {"Content-Type": "text/html"}, b"<html>no service of ours</html>"),
        (200, JSON, b"[1, 2]"),
        (200, JSON, b'{"hits": "none"}'),
        (307, {"Location": "/elsewhere"}, b""),
        (404, JSON, b'{"detail": "no code"}'),
        (599, {}, b"?"),
    ],
)
def test_another_server_is_recognised(
    response: tuple[int, dict[str, str], bytes], connect: Connect
) -> None:
    with pretending(response) as (url, _), connect(url) as briefings:
        for ask in (briefings.search, lambda question: list(briefings.ask_stream(question))):
            with pytest.raises(RequestFailed) as raised:
                ask("누구?")
            assert raised.value.code in {"unexpected_response", "connection_failed"}


def streamed(*events: tuple[str, str]) -> tuple[int, dict[str, str], bytes]:
    text = "".join(f"event: {name}\ndata: {data}\n\n" for name, data in events)
    return 200, EVENTS, text.encode()


# Line ends of Unicode that end no line of an event stream.
ODD = "둘\u2028로\u0085나뉜\x0b글"


def test_line_ends_of_unicode_cut_no_event(connect: Connect) -> None:
    sent = streamed(("delta", json.dumps({"text": ODD}, ensure_ascii=False)), ("done", "{}"))
    with pretending(sent) as (url, _), connect(url) as briefings:
        assert list(briefings.ask_stream("누구?")) == [Delta(ODD)]


def test_an_event_of_a_later_release_is_passed_over(connect: Connect) -> None:
    sent = streamed(("thought", "{}"), ("delta", '{"text": "가"}'), ("done", "{}"))
    with pretending(sent) as (url, _), connect(url) as briefings:
        assert list(briefings.ask_stream("누구?")) == [Delta("가")]


@pytest.mark.parametrize(
    ("events", "code", "request_id"),
    [
        ([("error", '{"code": "index_failure", "detail": "gone"}')], "index_failure", "abc"),
        ([], "connection_failed", "abc"),
        ([("delta", '{"words": 1}')], "unexpected_response", None),
        ([("error", "{broken")], "unexpected_response", "abc"),
    ],
)
def test_a_stream_that_breaks_off_is_told(
    events: list[tuple[str, str]], code: str, request_id: str | None, connect: Connect
) -> None:
    sent = streamed(("delta", '{"text": "가"}'), *events)
    with pretending(sent) as (url, _), connect(url) as briefings:
        stream = briefings.ask_stream("누구?")
        assert next(stream) == Delta("가")
        with pytest.raises(RequestFailed) as raised:
            next(stream)
    assert (raised.value.code, raised.value.request_id) == (code, request_id)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"state": "interrupted", "code": "storage_failed", "message": "full"}, "storage_failed"),
        ({"state": "cancelled"}, "job_cancelled"),
        ({"state": "running"}, "job_unfinished"),
    ],
)
def test_a_job_that_does_not_get_done_is_told(
    changed: dict[str, str], code: str, connect: Connect
) -> None:
    accepted = (202, JSON, json.dumps(JOB).encode())
    ended = (200, JSON, json.dumps(JOB | changed).encode())
    told = pytest.raises(RequestFailed, match="j1")
    with pretending(accepted, ended) as (url, _), connect(url) as briefings, told as raised:
        briefings.add(text="글", wait_seconds=0)
    assert raised.value.code == code


def test_the_key_is_sent_as_a_bearer_token(connect: Connect) -> None:
    seen: list[str | None] = []
    with pretending((200, JSON, FOUND), heard=seen) as (url, _):
        with connect(url, api_key="k-1") as briefings:
            briefings.search("누구?")
        with connect(url) as briefings:
            briefings.search("누구?")
    assert seen == ["Bearer k-1", None]
