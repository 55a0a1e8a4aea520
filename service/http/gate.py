"""Blocking work runs in threads, a bounded number at a time; who waits too long is told so."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import copy_context
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from service.errors import Busy

T = TypeVar("T")

# Answers are computed, not waited for: more of them at once than cores only makes all slower.
_FEWEST = 2


def computed_at_once() -> int:
    """How many answers are computed at a time."""
    return max(_FEWEST, os.cpu_count() or 1)


class Gate:
    """At most `slots` calls at once; a call that finds no slot in `patience` seconds is refused.

    They run in the threads of `executor`, or in those that everything shares.
    """

    def __init__(self, slots: int, patience: float, executor: Executor | None = None) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._patience = patience
        self._executor = executor

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread and return what it returns.

        Raises Busy when no slot came free in time.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._slots.acquire()
        except TimeoutError:
            raise Busy("Too many requests are being worked on.") from None
        try:
            return await run_in_threadpool(self._done, work)
        finally:
            self._slots.release()

    def close(self) -> None:
        """Wait for what runs in a thread of its own."""
        if self._executor is not None:
            self._executor.shutdown()

    def _done(self, work: Callable[[], T]) -> T:
        if self._executor is None:
            return work()
        # With the request's context, as the shared threads have it: its id is in there.
        return self._executor.submit(copy_context().run, work).result()
