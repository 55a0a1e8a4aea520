"""A wait that needs nothing of ours, so that whoever drives an answer can do it elsewhere."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Waiting(Generic[T]):
    """A step of an answer in which another machine works.

    Nothing is locked meanwhile. Who limits how many answers are computed at once calls `wait`
    outside of that limit, or `skip` where too many wait already; for others `outcome` waits by
    itself.

    >>> Waiting(lambda: 3, instead=0).outcome()
    3
    """

    def __init__(self, work: Callable[[], T], instead: T) -> None:
        self._work, self._instead = work, instead
        self._came: list[T] = []

    def wait(self) -> None:
        """Do the work, once."""
        if not self._came:
            self._came.append(self._work())

    def skip(self) -> None:
        """Do without."""
        self._came = [self._instead]

    def outcome(self) -> T:
        """What came of it."""
        self.wait()
        return self._came[0]
