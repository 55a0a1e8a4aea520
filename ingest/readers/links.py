"""Which lines of a page only lead to other pages, whatever their elements are called."""

import re
from collections.abc import Iterator, Sequence

from ingest.furniture import ends_sentence, is_related_heading
from ingest.readers.blocks import Block

# Sources below an article, or two sub-headlines that are links, are no list of other articles.
_LIST = 3
# A heading over a list is no longer; see also how it ends.
_HEADING = 40
_WORD = re.compile(r"[^\W\d_]")


def link_lines(shown: Sequence[Block]) -> frozenset[int]:
    """The places of lines in lists of three links or more, of lists' headings, and of lines that
    consist of a label and a link ("관련기사: ...").

    Numbers, dates and empty marks between the links belong to the list. Where most of a page is
    links, that is how it is written, and none is furniture for it.
    """
    runs = [run for run in _runs(shown) if sum(_is_link(shown[at]) for at in run) >= _LIST]
    listed = {at for run in runs for at in run}
    if _length(shown, listed) > _length(shown, range(len(shown))) / 2:
        return frozenset()
    headings = {run.start - 1 for run in runs if _heads(shown, run)}
    labelled = {at for at, block in enumerate(shown) if _is_labelled(block)}
    return frozenset(listed | headings | labelled)


def _runs(shown: Sequence[Block]) -> Iterator[range]:
    """Stretches of lines that begin and end with a link and hold nothing but links and numbers."""
    start = end = None
    for at, block in enumerate(shown):
        if _is_link(block):
            start, end = (at if start is None else start), at + 1
        elif _WORD.search(block.text) and start is not None and end is not None:
            yield range(start, end)
            start = end = None
    if start is not None and end is not None:
        yield range(start, end)


def _is_link(block: Block) -> bool:
    return not _WORD.search(block.unlinked) and _WORD.search(block.text) is not None


def _is_labelled(block: Block) -> bool:
    return block.unlinked != block.text and is_related_heading(block.unlinked)


def _heads(shown: Sequence[Block], run: range) -> bool:
    """Whether the line above a list is its heading: it says so, or nothing but the list follows."""
    if not run.start:
        return False
    above = shown[run.start - 1].text
    short = len(above) <= _HEADING and not ends_sentence(above)
    last = not any(ends_sentence(block.text) for block in shown[run.stop :])
    return is_related_heading(above) or (short and last)


def _length(shown: Sequence[Block], places: Sequence[int] | set[int] | range) -> int:
    return sum(len(shown[at].text) for at in places)
