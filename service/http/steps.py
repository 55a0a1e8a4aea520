"""The steps of an answer, each in a slot of its own; a language model is waited for without one."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from service.answering.answer import Answer
from service.answering.events import Answered, Step
from service.answering.waiting import Waiting
from service.errors import Busy
from service.http.edge import Edge

T = TypeVar("T")


async def following(steps: Iterator[T | Waiting[Any]], edge: Edge) -> T | None:
    """The next step that is no wait, None after the last.

    A slot is held only while a step computes, so a client that reads slowly, or left, holds up
    nobody; nor does a language model that lets us wait.
    """
    while isinstance(step := await edge.answers.run(lambda: next(steps, None)), Waiting):
        try:
            await edge.waits.run(step.wait)
        except Busy:  # too many wait: this one is answered without the model
            step.skip()
    return step


async def answered(steps: Iterable[Step], made: Callable[[Answer], T], edge: Edge) -> T:
    """What is made of the whole answer, in no more slots than there are waits, and one."""
    whole = await following(_whole(steps, made), edge)
    if whole is None:
        raise TypeError("the steps of an answer ended without it")
    return whole


def _whole(steps: Iterable[Step], made: Callable[[Answer], T]) -> Iterator[T | Waiting[Any]]:
    for step in steps:
        match step:
            case Waiting():
                yield step
            case Answered(answer):
                yield made(answer)
