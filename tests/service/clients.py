"""Both clients behind one face, so that one suite tests the two."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal

from service.client import Answer, AsyncBriefings, Briefings


class Waiting(Briefings):
    def verified(self, answer: Answer) -> None:
        answer.verify(self)


class Awaited:
    """The methods of `AsyncBriefings`, run in an event loop of another thread."""

    def __init__(self, portal: BlockingPortal, *given: Any, **more: Any) -> None:
        self._portal = portal
        self._briefings = AsyncBriefings(*given, **more)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._briefings, name)
        if inspect.iscoroutinefunction(method):
            return lambda *given, **more: self._portal.call(partial(method, *given, **more))
        return lambda *given, **more: self._one_by_one(method(*given, **more))

    def _one_by_one(self, awaited: AsyncIterator[Any]) -> Iterator[Any]:
        try:
            while True:
                try:
                    yield self._portal.call(awaited.__anext__)
                except StopAsyncIteration:
                    return
        finally:
            self._portal.call(awaited.aclose)

    def verified(self, answer: Answer) -> None:
        self._portal.call(answer.averify, self._briefings)


@contextmanager
def awaited(*given: Any, **more: Any) -> Iterator[Awaited]:
    with start_blocking_portal() as portal:
        opened = Awaited(portal, *given, **more)
        try:
            yield opened
        finally:
            portal.call(opened._briefings.aclose)


BOTH = {"waiting": Waiting, "awaited": awaited}
