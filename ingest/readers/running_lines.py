"""What is printed at the head or foot of most pages: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

# Running lines stand among the first or last so many of a page.
_EDGE_LINES = 2
# Of all pages, and never of one; a title page and pages full of pictures go without.
_SHARE = 0.6
_NUMBER = re.compile(r"\d+")


class Printed(Protocol):
    """A line with its text."""

    @property
    def text(self) -> str:
        """What it says."""
        ...


P = TypeVar("P", bound=Printed)


def without_running_lines(pages: Sequence[Sequence[P]]) -> tuple[list[list[P]], list[P]]:
    """The pages without their running lines, and these, once for each page they stood on.

    Where nothing would be left, the pages are copies of one another, and nothing is taken.
    """
    met = Counter(key for page in pages for key in {_key(page[at]) for at in _edges(page)})
    running = {key for key, times in met.items() if times > max(1, len(pages) * _SHARE)}
    kept: list[list[P]] = []
    taken: list[P] = []
    for page in pages:
        out = {at for at in _edges(page) if _key(page[at]) in running}
        kept.append([line for at, line in enumerate(page) if at not in out])
        taken += [page[at] for at in sorted(out)]
    return (kept, taken) if any(kept) else ([list(page) for page in pages], [])


def _edges(page: Sequence[Printed]) -> Iterator[int]:
    yield from sorted({*range(len(page))[:_EDGE_LINES], *range(len(page))[-_EDGE_LINES:]})


def _key(line: Printed) -> str:
    """A line as it looks on every page."""
    return _NUMBER.sub("#", "".join(line.text.split()))
