"""The segments of a snapshot as they are kept: which of their passages live, and their files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from index import growth
from index.manifest import SegmentFiles
from index.merging import in_memory, merged
from index.postings import Integers
from index.segment import Segment
from index.vectors import Alive


@dataclass(frozen=True, slots=True)
class Held:
    """A segment, which of its passages live, and the codes of its vectors, if it has any; its
    files, None before it has one, and in a process that only reads and made the segment itself."""

    segment: Segment
    alive: Alive
    codes: Any = None
    files: SegmentFiles | None = None

    @classmethod
    def new(cls, segment: Segment) -> "Held":
        """One whose passages all live."""
        return cls(segment, np.ones(len(segment), np.bool_))

    @property
    def living(self) -> int:
        """How many of its passages live."""
        return int(self.alive.sum())

    def without(self, gone: Integers) -> "Held":
        """The same after passages with these rows have left."""
        if not len(gone):
            return self
        found = np.isin(self.segment.rows, gone)
        return replace(self, alive=self.alive & ~found) if found.any() else self

    @property
    def mostly_gone(self) -> bool:
        """Whether it is worth writing anew without the passages that left."""
        return self.living < growth.FEWEST_ALIVE * len(self.segment)


def last_row(held: Sequence[Held]) -> int:
    """The highest row in segments that follow each other; 0 without any."""
    return int(held[-1].segment.rows[-1]) if held else 0


def tidied(held: Sequence[Held], busy: Sequence[Held] = ()) -> list[Held]:
    """Segments with the last ones made one, as index.growth says, where that takes no longer than
    a moment; nothing is done to those that are `busy` and to those before them."""
    files = {one.files for one in busy}
    fixed = max((n for n, one in enumerate(held, 1) if one.files in files), default=0)
    free = [_slimmed(one) for one in held[fixed:]]
    sizes = [one.living for one in free]
    first = growth.first_to_merge(sizes, growth.AT_ONCE) if sizes else 0
    if first < len(free) - 1:
        free = [*free[:first], Held.new(in_memory(merged(parts(free[first:]))))]
    return [*held[:fixed], *free]


def large_merge(held: Sequence[Held]) -> Sequence[Held]:
    """Those that are to become one but are too many passages for `tidied`; none when none are. One
    alone is written anew, without what left or with codes."""
    for one in held:
        if one.mostly_gone and one.living > growth.AT_ONCE:
            return [one]
        if one.codes is None and growth.coded(lines([one])):
            return [one]
    return held[growth.large_merge([one.living for one in held])]


def replaced(held: Sequence[Held], group: Sequence[Held], one: Held) -> list[Held] | None:
    """Segments with `one` in the place of those it was merged from, of whose passages some may have
    left since; None when they are no longer there."""
    files = [kept.files for kept in held]
    first = files.index(group[0].files) if group[0].files in files else len(files)
    last = first + len(group)
    if files[first:last] != [kept.files for kept in group]:
        return None
    rows = np.concatenate([kept.segment.rows[kept.alive] for kept in held[first:last]])
    alive = np.isin(one.segment.rows, rows)
    return [*held[:first], *([replace(one, alive=alive)] if alive.any() else []), *held[last:]]


def lines(held: Sequence[Held]) -> int:
    """How many lines segments have together."""
    return sum(len(one.segment.begins) for one in held)


def parts(held: Sequence[Held]) -> list[tuple[Segment, Alive]]:
    """Segments with what lives of them."""
    return [(one.segment, one.alive) for one in held]


def _slimmed(held: Held) -> Held:
    if not held.mostly_gone or held.living > growth.AT_ONCE:
        return held
    return Held.new(in_memory(merged(parts([held]))))
