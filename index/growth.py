"""Which segments are merged as a collection grows: so few are left, at a cost that stays linear."""

from collections.abc import Sequence

# Segments together of fewer passages than this are merged at once, whatever their sizes: writing
# them anew takes about as long as writing a new one.
_FEW = 128
# A segment is merged with those behind it when it has at most so many times their passages. So each
# passage is written again whenever its segment grows by half, and sizes fall behind each other
# geometrically: of a million passages there are a dozen segments.
_RATIO = 2
# Up to so many passages together are merged while a document waits to be findable, which takes a
# second at most; more are merged beside.
AT_ONCE = 8_192
# Segments of at least so many lines are compared by codes first: one by one takes 1.5 ms for them,
# and 50 MB of memory.
_CODED_LINES = 32_768
# The share of a segment's passages that live, at least: below it the segment is written anew.
FEWEST_ALIVE = 0.5


def first_to_merge(sizes: Sequence[int], most: int | None = None) -> int:
    """The number of the first of the segments that are to become one, all behind it included; that
    of the last when none are. `most`: how many passages they may have together.

    >>> first_to_merge([9000, 3000, 300, 200])
    2
    >>> first_to_merge([6000, 5000, 3000]), first_to_merge([6000, 5000, 3000], most=10_000)
    (0, 1)
    """
    first = len(sizes) - 1
    total = sizes[first]
    while first > 0 and sizes[first - 1] <= max(_RATIO * total, _FEW - total):
        if most is not None and total + sizes[first - 1] > most:
            break
        first -= 1
        total += sizes[first]
    return first


def large_merge(sizes: Sequence[int]) -> slice:
    """Which of the segments are to become one that is too large to be merged at once; an empty
    slice when none are. Small ones behind them, which have just come, are left out.

    >>> large_merge([8000, 8000, 8000, 200]), large_merge([90_000, 8000, 200])
    (slice(0, 3, None), slice(0, 0, None))
    """
    for end in range(len(sizes), 1, -1):
        first = first_to_merge(sizes[:end])
        if first < end - 1 and sum(sizes[first:end]) > AT_ONCE:
            return slice(first, end)
    return slice(0, 0)


def coded(lines: int) -> bool:
    """Whether a segment of so many lines is to have codes."""
    return lines >= _CODED_LINES
