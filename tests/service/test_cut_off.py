"""A stop that waits no longer tells the requests under way, whole ones and streams."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest
from starlette.requests import Request

from service.http import events
from service.http.cut_off import CutOff
from service.http.streaming import streamed

SCOPE = {"type": "http", "method": "POST", "path": "/v1/chat", "headers": []}


async def cut(work: Coroutine[Any, Any, None], under_way: asyncio.Event) -> asyncio.Task[None]:
    """Begin some work and cancel it when it is under way, as the server does."""
    task = asyncio.ensure_future(work)
    await under_way.wait()
    task.cancel()
    await asyncio.wait([task])
    return task


def messages_of(app: Callable[..., Coroutine[Any, Any, None]]) -> list[dict[str, Any]]:
    """What a request is answered whose application is cut off after it has set the event."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        under_way = asyncio.Event()
        cut_off = CutOff(partial(app, under_way))
        await cut(cut_off({**SCOPE, "state": {}}, asyncio.Event().wait, send), under_way)

    asyncio.run(run())
    return sent


def test_a_request_without_a_reply_yet_is_told_to_come_again() -> None:
    async def app(under_way: asyncio.Event, *_: object) -> None:
        under_way.set()
        await asyncio.Event().wait()

    start, body = messages_of(app)
    assert start["status"] == 503
    assert int(dict(start["headers"])[b"retry-after"]) > 0
    assert json.loads(body["body"])["code"] == "not_ready"


def test_a_reply_that_has_begun_is_not_begun_again() -> None:
    async def app(under_way: asyncio.Event, _scope: object, _receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        under_way.set()
        await asyncio.Event().wait()

    assert [message.get("status") for message in messages_of(app)] == [200]


@pytest.mark.parametrize("place", ["waiting for a frame", "sending a frame"])
def test_a_stream_ends_with_an_error(place: str) -> None:
    frame = b"event: hits\ndata: {}\n\n"

    async def app(under_way: asyncio.Event, scope: Any, receive: Any, send: Any) -> None:
        frames = iter([frame])

        async def following() -> bytes | None:
            if (one := next(frames, None)) is None and place == "waiting for a frame":
                under_way.set()
                await asyncio.Event().wait()
            return one

        async def slow_send(message: dict[str, Any]) -> None:
            await send(message)
            if message.get("body") and place == "sending a frame":
                under_way.set()
                await asyncio.Event().wait()

        request = Request(scope)
        failed = partial(events.error_frame, "/v1/chat")
        response = await streamed(following, failed, request)
        await response(scope, receive, slow_send)

    start, first, last = messages_of(app)
    assert start["status"] == 200
    assert (first["body"], first["more_body"]) == (frame, True)
    name, data = last["body"].decode().rstrip().split("\n")
    assert name == "event: error"
    assert json.loads(data.removeprefix("data: "))["code"] == "not_ready"
    assert not last.get("more_body")
