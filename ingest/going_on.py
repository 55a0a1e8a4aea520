"""Leaving long work in the middle, when whoever wanted it does not any more."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

One = TypeVar("One")

GivenUp = Callable[[], bool]
"""Whether the work is not wanted any more."""


class LeftOff(Exception):
    """Work was left in the middle; nothing of it counts."""


def never() -> bool:
    """Work that is wanted to its end."""
    return False


def going_on(items: Iterable[One], given_up: GivenUp, every: int) -> Iterator[One]:
    """The items; after each so many of them, asks whether to go on. Raises LeftOff if not.

    Short work is done to its end, whatever was asked meanwhile.
    """
    for number, item in enumerate(items):
        if number and number % every == 0 and given_up():
            raise LeftOff
        yield item
