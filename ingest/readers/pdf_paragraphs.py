"""Which printed lines of a PDF go on in the next one, by where the lines stand on the page."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.page import SOFT_BREAK
from ingest.readers.pdf_lines import Line

# What begins a line of its own: bullets of Korean reports, numbers, notes.
_MARKER = re.compile(
    r"(?:[□■◇◆○●◦•▪▫▶▷►☞※✓✔*·\-–—‣∙ㅇㆍ➊-➓①-⑳❶-❿]|\d{1,2}[.)]|[가-하]\)|\(\d{1,2}\)|\([가-하]\)"
    r"|[IVXⅠ-Ⅻ]+\.)(?:\s|(?<=[□■○●※①-⑳]))"
)
_SENTENCE_END = re.compile(r"[.!?。…][\"'”’)\]]*$")
# Lines of one paragraph are about as far apart as most lines of the page; in that distance.
_SAME_PARAGRAPH = 1.35
# A heading is larger than the text below it; footnote marks make a line a little taller.
_SAME_SIZE = 1.25
# In heights of the line: how far an edge may miss another one, what an indent is at least, and how
# far lines of one column may begin apart for it.
_EDGE, _INDENT, _COLUMN = 0.6, 0.7, 2.5

# Two lines may end at the same place by chance.
_SEVERAL = 3


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """The pages' text; lines of one paragraph are parted by SOFT_BREAK, paragraphs by a newline.

    A sentence that a page's end interrupts goes on on the next page.
    """
    parts: list[str] = []
    before: tuple[Line, float] | None = None
    for page in pages:
        pitch = _pitch(page)
        for index, line in enumerate(page):
            if before is not None:
                ended, edge = before
                goes_on = _fills(ended, line, edge) and (
                    not _SENTENCE_END.search(ended.text)
                    if index == 0
                    else _near(ended, line, pitch)
                )
                parts.append(SOFT_BREAK if goes_on else "\n")
            parts.append(line.text)
            before = line, _edge(line, page)
    return "".join(parts)


def _pitch(page: Sequence[Line]) -> float:
    """How far most lines of a page are apart."""
    steps = [above.bottom - below.bottom for above, below in pairwise(page)]
    return median([step for step in steps if step > 0] or [0.0])


def _edge(line: Line, page: Sequence[Line]) -> float:
    """Where the lines end that stand in a line's column: the next place where several of them do.

    Lines across all columns, or a table's rows, may stand above and below.
    """
    miss = line.height * _EDGE
    rights = sorted(
        one.right for one in page if one.left - line.height * _COLUMN < line.left < one.right
    )
    for right in rights[bisect_left(rights, line.right - miss) :]:
        if bisect_right(rights, right + miss) - bisect_left(rights, right - miss) >= _SEVERAL:
            return right
    return rights[-1] if rights else line.right


def _fills(line: Line, follower: Line, edge: float) -> bool:
    """Whether a line ended because the next word did not fit."""
    if line.is_row or follower.is_row or not line.height or not follower.height:
        return False
    sizes = sorted([line.height, follower.height])
    if sizes[1] > sizes[0] * _SAME_SIZE or _MARKER.match(follower.text):
        return False
    return line.right + follower.first_word > edge - line.height * _EDGE


def _near(line: Line, follower: Line, pitch: float) -> bool:
    """Whether a line stands right below another, without an indent, or heads the next column."""
    if follower.bottom > line.bottom + line.height:
        return not _SENTENCE_END.search(line.text)
    indented = follower.left > line.left + line.height * _INDENT
    if indented and _SENTENCE_END.search(line.text):
        return False
    return line.bottom - follower.bottom < max(pitch, line.height) * _SAME_PARAGRAPH
