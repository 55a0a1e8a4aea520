"""Calls that come while another is under way are done together, after it.

A call that comes alone starts at once: nobody waits in case others might come.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


class Together(Generic[Given, Result]):
    """One work at a time, over all that has come meanwhile. Safe in many threads."""

    def __init__(self, work: Callable[[Sequence[Given]], Sequence[Result]], most: int) -> None:
        """`work` gives one result for each thing given, of which it gets at most `most`."""
        self._work = work
        self._most = most
        self._turn = threading.Lock()
        self._waiting: list[tuple[Given, Future[Result]]] = []
        self._changing = threading.Lock()

    def __call__(self, given: Given) -> Result:
        """The work's result for this; raises what the work raised, to all that it was done for."""
        future: Future[Result] = Future()
        with self._changing:
            self._waiting.append((given, future))
        while not future.done():
            with self._turn:
                if not future.done():
                    self._run()
        return future.result()

    def _run(self) -> None:
        with self._changing:
            taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            results = self._work([given for given, _ in taken])
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            for _, future in taken:
                future.set_exception(error)
            return
        for (_, future), result in zip(taken, results, strict=True):
            future.set_result(result)
