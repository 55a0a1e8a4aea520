"""A stop that waits no longer tells the requests under way, whole ones and streams."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from service.http import events
from service.http.cut_off import CutOff
from service.http.streaming import streamed

SCOPE = {"type": "http", "method": "POST", "path": "/v1/chat", "headers": [], "state": {}}


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
        await cut(cut_off(SCOPE, asyncio.Event().wait, send), under_way)

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


def test_a_stream_ends_with_an_error() -> None:
    got: list[bytes] = []

    async def run() -> None:
        under_way = asyncio.Event()
        frames = iter([b"event: hits\ndata: {}\n\n"])

        async def following() -> bytes | None:
            if (frame := next(frames, None)) is None:
                under_way.set()
                await asyncio.Event().wait()
            return frame

        async def follow() -> None:
            failed = partial(events.error_frame, "/v1/chat")
            response = await streamed(following, failed, "/v1/chat")
            async for frame in response.body_iterator:
                got.append(frame)

        task = await cut(follow(), under_way)
        assert task.cancelled()

    asyncio.run(run())
    name, data = got[-1].decode().rstrip().split("\n")
    assert (len(got), name) == (2, "event: error")
    assert json.loads(data.removeprefix("data: "))["code"] == "not_ready"
