"""Calls that come while others are under way are done together, after one of them.

A call that comes alone starts at once: nobody waits in case others might come.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


class Together(Generic[Given, Result]):
    """A few works at a time, each over all that has come meanwhile. Safe in many threads."""

    def __init__(
        self, work: Callable[[Sequence[Given]], Sequence[Result]], most: int, at_once: int = 1
    ) -> None:
        """`work` gives one result for each thing given, of which it gets at most `most`, and goes
        on at most `at_once` times."""
        self._work = work
        self._most = most
        self._turns = threading.BoundedSemaphore(at_once)
        self._waiting: dict[Future[Result], Given] = {}
        self._changing = threading.Lock()

    def __call__(self, given: Given) -> Result:
        """The work's result for this; raises what the work raised, to all that it was done for."""
        future: Future[Result] = Future()
        with self._changing:
            self._waiting[future] = given
        while future in self._waiting:
            with self._turns:
                self._run_with(future)
        return future.result()

    def _run_with(self, wanted: Future[Result]) -> None:
        """Work on what has waited longest, unless another is at what is wanted by now."""
        with self._changing:
            if wanted not in self._waiting:
                return
            taken = {one: self._waiting.pop(one) for one in list(self._waiting)[: self._most]}
        try:
            results = self._work(list(taken.values()))
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            for future in taken:
                future.set_exception(error)
            return
        for future, result in zip(taken, results, strict=True):
            future.set_result(result)
