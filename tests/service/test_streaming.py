"""What fails while a stream is sent ends it with the error; what fails before keeps its status."""

import asyncio
import json
from functools import partial

import pytest
from starlette.requests import Request

from service.errors import CitationMismatch
from service.http import events
from service.http.gate import Gate
from service.http.openai import chunks
from service.http.streaming import streamed

ASKED = Request({"type": "http", "method": "POST", "path": "/v1/chat", "headers": []})
NATIVE = partial(events.error_frame, "/v1/chat")


def failing_frames(error):
    yield b"data: 1\n\n"
    raise error


def sent(frames, failed):
    """What the client gets, and what was raised after that."""
    got, gate = [], Gate(1, 1.0)

    async def following():
        return await gate.run(lambda: next(frames, None))

    async def follow():
        response = await streamed(following, failed, ASKED)
        async for frame in response.body_iterator:
            got.append(frame)

    try:
        asyncio.run(follow())
    except ZeroDivisionError as raised:
        return got, raised
    return got, None


def test_an_error_of_ours_is_the_last_event():
    got, _ = sent(failing_frames(CitationMismatch("not a slice")), NATIVE)
    assert got[0] == b"data: 1\n\n"
    name, data = got[1].decode().rstrip().split("\n")
    assert name == "event: error"
    problem = json.loads(data.removeprefix("data: "))
    assert (problem["code"], problem["detail"]) == ("citation_mismatch", "not a slice")
    assert len(got) == 2


def test_openais_clients_get_it_in_their_shape():
    got, _ = sent(failing_frames(CitationMismatch("not a slice")), chunks.error_frame)
    error = json.loads(got[1].decode().removeprefix("data: "))["error"]
    assert (error["type"], error["code"]) == ("server_error", "citation_mismatch")
    assert len(got) == 2


def test_nothing_of_the_inside_is_said_and_the_error_goes_on():
    got, raised = sent(failing_frames(ZeroDivisionError("secret")), NATIVE)
    assert b"internal_error" in got[-1]
    assert b"secret" not in got[-1]
    assert raised is not None


def test_an_error_before_the_first_event_is_raised():
    with pytest.raises(CitationMismatch):
        sent(map(raising, [1]), NATIVE)


def raising(_):
    raise CitationMismatch("at once")
