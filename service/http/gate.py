"""Blocking work runs in threads, a bounded number at a time; who waits too long is told so."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from service.http.problems import RequestRefused

T = TypeVar("T")


class Gate:
    """At most `slots` calls at once; a call that finds no slot in `patience` seconds is refused."""

    def __init__(self, slots: int, patience: float) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._patience = patience

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread and return what it returns.

        Raises RequestRefused "busy" when no slot came free in time.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._slots.acquire()
        except TimeoutError:
            raise RequestRefused("busy", "Too many requests are being worked on.") from None
        try:
            return await run_in_threadpool(work)
        finally:
            self._slots.release()
