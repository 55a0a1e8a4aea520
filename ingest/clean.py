"""Take the furniture off a copy of a news page, and say what was taken.

Furniture lives at a page's head and tail: menus, the headline again, tickers and by-lines above the
first sentence of the body; lists of other articles, comments and rights below its last. A line that
reads as a full sentence of the body is never dropped from between them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ingest import furniture
from ingest.document import Dropped
from ingest.fragments import is_date_line, is_menu
from ingest.headline import same_headline
from ingest.papers import is_paper
from ingest.reasons import Reason
from ingest.tail import opens_tail, tail_lines

# Kinds of furniture a text must show before it is taken for a page copy: a clean text may well end
# with a reporter's name, but not also begin with a skip link.
_COPY_SIGNS = 2
# A caption or paragraph this long that appears again is a copy; short ones ("예산") may recur.
_REPEATABLE = 15
# A summary has three sentences, sometimes five, and a note.
_SUMMARY_LINES = 7
# The lines above a headline: a portal's menu can be long, an article never starts this late.
_HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that is left, and the lines that are not."""

    text: str
    dropped: tuple[Dropped, ...]


def is_page_copy(text: str) -> bool:
    """Whether a text carries page furniture of at least two kinds."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    if any(line == following for line, following in pairwise(lines[:_HEAD_LINES])):
        return True  # a headline, or a picture's caption
    kinds = {furniture.reason(line) for line in lines}
    kinds |= {Reason.OTHER_ARTICLES for line in lines if furniture.is_related_heading(line)}
    kinds |= {Reason.COMMENTS for line in lines if line and furniture.is_comments_heading(line)}
    return len(kinds - {None}) >= _COPY_SIGNS


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an article besides its lines, so that its repetitions are told."""

    title: str | None = None
    publisher: str | None = None
    byline: str | None = None


def clean(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    byline: str | None = None,
) -> Cleaned:
    """The article in a page copy, one paragraph to a line, without its furniture.

    Cleaning what is already clean changes nothing: the rules are applied until they find nothing
    more. `title`, `publisher` and `byline` let repetitions of them be known as such.
    """
    known = _Known(title, publisher, byline)
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    dropped: list[Dropped] = []
    while True:
        taken = _take(lines, known)
        if not taken:
            return Cleaned("\n".join(lines), tuple(dropped))
        dropped.extend(Dropped(cut.text, cut.reason) for cut in taken.values())
        lines = [
            rest
            for index, line in enumerate(lines)
            if (rest := line if index not in taken else taken[index].rest)
        ]


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is taken from a line; `rest` is what stays of it (usually nothing)."""

    text: str
    reason: Reason
    rest: str = ""


def _take(lines: Sequence[str], known: _Known) -> dict[int, _Cut]:
    """The first pass that finds something decides; the others see the lines it leaves."""
    passes: tuple[Callable[[], Iterator[tuple[int, _Cut]]], ...] = (
        lambda: _summaries(lines),
        lambda: _everywhere(lines, known),
        lambda: _head(lines, known.title, known.publisher),
        lambda: ((at, _Cut(lines[at], why)) for at, why in tail_lines(lines)),
        lambda: _repeated(lines),
    )
    for find in passes:
        if taken := dict(find()):
            return taken
    return {}


def _everywhere(lines: Sequence[str], known: _Known) -> Iterator[tuple[int, _Cut]]:
    """Lines that say by themselves what they are.

    Rights lines and headings of lists stay for the tail, which begins at them.
    """
    openings = opens_tail(lines)
    for index, line in enumerate(lines):
        why = furniture.reason(line, known.publisher, known.byline)
        cut = furniture.reporter_at_end(line)
        if why and why != Reason.COPYRIGHT and index not in openings:
            yield index, _Cut(line, why)
        elif not why and cut:
            yield index, _Cut(line[cut:].strip(), Reason.REPORTER, line[:cut].rstrip())
        elif not why and (begin := furniture.reporter_at_start(line)):
            yield index, _Cut(line[:begin].strip(), Reason.REPORTER, line[begin:])


def _summaries(lines: Sequence[str]) -> Iterator[tuple[int, _Cut]]:
    """What a machine made of the article, down to its note saying so; else the heading's bullets.

    Sentences under a heading without either are left: they may be the article's first.
    """
    for at, line in enumerate(lines):
        if not furniture.is_summary_heading(line):
            continue
        box = lines[at + 1 : at + 1 + _SUMMARY_LINES]
        notes = [place for place, one in enumerate(box, 1) if furniture.is_summary_note(one)]
        bullets = takewhile(furniture.is_bullet, box)
        length = notes[0] if notes else sum(1 for _ in bullets)
        yield from ((at + n, _Cut(lines[at + n], Reason.SUMMARY)) for n in range(length + 1))


def _body_start(lines: Sequence[str]) -> int:
    """The index of the first line that can only be body; the number of lines where none can."""
    return next((at for at, line in enumerate(lines) if furniture.is_body(line)), len(lines))


def _head(
    lines: Sequence[str], title: str | None, publisher: str | None
) -> Iterator[tuple[int, _Cut]]:
    start = min([_body_start(lines), *opens_tail(lines)])
    if start == len(lines):
        start = min(start, _HEAD_LINES)  # nothing but short lines: only the very head is one
    above = _headline_at(lines[: min(start, _HEAD_LINES)], title)
    for index, line in enumerate(lines[:start]):
        if title and same_headline(line, title, publisher):
            yield index, _Cut(line, Reason.HEADLINE_REPEATED)
        elif index < above and not furniture.ends_sentence(line):
            yield index, _Cut(line, Reason.ABOVE_HEADLINE)
        elif why := _head_reason(line, lines, start, publisher):
            yield index, _Cut(line, why)


def _headline_at(head: Sequence[str], title: str | None) -> int:
    if not title:
        return 0
    return next((at for at, line in enumerate(head) if same_headline(line, title, None)), 0)


def _head_reason(
    line: str, lines: Sequence[str], start: int, publisher: str | None
) -> Reason | None:
    name = line.strip("<>[]()【】 ").removesuffix(" 편집국")
    if name == publisher or is_paper(name):
        return Reason.PUBLISHER
    if is_menu(line):
        return Reason.MENU
    if is_date_line(line):
        return Reason.DATE
    if furniture.is_copyright(line):
        return Reason.COPYRIGHT
    body = "\n".join(lines[start:])
    if furniture.is_ticker(line) and not furniture.shares_subject(
        furniture.ticker_text(line), body
    ):
        return Reason.TICKER
    return None


def _repeated(lines: Sequence[str]) -> Iterator[tuple[int, _Cut]]:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        key = furniture.without_credit(line)
        if len(key) < _REPEATABLE:
            continue
        if key in seen:
            yield index, _Cut(line, Reason.REPEATED)
        seen.add(key)
