"""Answers step by step: waits take no slot, and who finds no place to wait goes on without."""

import asyncio
from dataclasses import replace

import pytest

from service.answering.events import Delta
from service.answering.waiting import Waiting
from service.errors import CitationMismatch
from service.http.app import create_app
from service.http.gate import Gate
from service.http.steps import answered, following
from service.settings import Settings


@pytest.fixture
def edge(tmp_path):
    """One slot, and one place to wait."""
    app = create_app(Settings(data_dir=tmp_path))
    return replace(app.state.edge, answers=Gate(1, 5.0), waits=Gate(1, 0.01))


def waiting(work, got):
    wait = Waiting(work, instead="skipped")
    yield wait
    got.append(wait.outcome())
    yield Delta("after")


def test_a_wait_holds_no_slot(edge):
    got = []

    async def follow():
        loop = asyncio.get_running_loop()

        def work():  # would never end if the slot were held
            computed = asyncio.run_coroutine_threadsafe(edge.answers.run(lambda: "done"), loop)
            return computed.result(timeout=5)

        return await following(waiting(work, got), edge)

    assert asyncio.run(follow()) == Delta("after")
    assert got == ["done"]


def test_who_finds_no_place_to_wait_goes_on_without(edge):
    got = []
    full = replace(edge, waits=Gate(0, 0.01))

    assert asyncio.run(following(waiting(lambda: "done", got), full)) == Delta("after")
    assert got == ["skipped"]


def test_what_fails_in_a_wait_is_raised(edge):
    def work():
        raise CitationMismatch("not a slice")

    with pytest.raises(CitationMismatch):
        asyncio.run(following(waiting(work, []), edge))


def test_steps_without_an_answer_are_a_fault(edge):
    steps = waiting(lambda: "done", [])
    with pytest.raises(TypeError):
        asyncio.run(answered(steps, str, edge))
