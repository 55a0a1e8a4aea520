"""Runs a network over many texts: several passes side by side, each on one core.

Two passes on a core each are done sooner than two after each other on both: within a pass the cores
wait for one another after every layer.
"""

import functools
import heapq
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Row = TypeVar("Row")
Result = TypeVar("Result")

# Tokens in one pass: what stays in a core's cache.
TOKENS = 1024


@functools.cache
def cores() -> int:
    """How many passes go on side by side: as many as torch would use threads, which counts cores,
    or OMP_NUM_THREADS. From the first call on, torch uses one thread for each."""
    import torch

    count = torch.get_num_threads()
    torch.set_num_threads(1)
    return count


class Passes(Generic[Row, Result]):
    """Passes of one network. Safe in many threads, which share the cores pass by pass."""

    def __init__(
        self,
        run: Callable[[list[Row]], Sequence[Result]],
        length: Callable[[Row], int],
        at_once: int,
    ) -> None:
        """`run` is one pass, over rows of `length` tokens; it gives one result for each."""
        self._run = run
        self._length = length
        self._at_once = at_once
        self._free = threading.BoundedSemaphore(at_once)

    def __call__(self, rows: Sequence[Row]) -> list[Result]:
        """The results of the rows, in order."""
        groups = parted([self._length(row) for row in rows], self._at_once)
        one = functools.partial(self._one, rows)
        if len(groups) > 1 < self._at_once:
            # Threads of the caller's own: they have its niceness.
            with ThreadPoolExecutor(self._at_once, "passes") as threads:
                done = list(threads.map(one, groups))
        else:
            done = [one(group) for group in groups]
        results: dict[int, Result] = {}
        for group, found in zip(groups, done, strict=True):
            results.update(zip(group, found, strict=True))
        return [results[number] for number in range(len(rows))]

    def _one(self, rows: Sequence[Row], group: Sequence[int]) -> Sequence[Result]:
        with self._free:
            return self._run([rows[number] for number in group])


def parted(lengths: Sequence[int], ways: int) -> list[list[int]]:
    """Numbers of rows in groups of about TOKENS and of like sizes, as many for each of the ways.

    >>> parted([300, 200, 100, 400], 2)
    [[3, 2], [0, 1]]
    >>> parted([1000, 200, 900], 1)
    [[0], [2], [1]]
    """
    rounds = -(-sum(lengths) // (TOKENS * ways))
    groups: list[list[int]] = [[] for _ in range(min(ways * rounds, len(lengths)))]
    # The longest first, each to the group that has least: within a third of the best there is
    # (Graham 1969, "Bounds on multiprocessing timing anomalies").
    loads = [(0, number) for number in range(len(groups))]
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        load, least = heapq.heappop(loads)
        groups[least].append(row)
        heapq.heappush(loads, (load + lengths[row], least))
    return groups
