"""Where an article ends on its page: rights, other articles and comments below its body."""

from collections.abc import Iterator, Sequence

from ingest import furniture
from ingest.reasons import Reason

# A comment counter in a tool bar stands above most of the body, readers' comments below it. Readers
# seldom write four times as much as the reporter.
_ABOVE_COMMENTS = 0.2


def tail_lines(lines: Sequence[str]) -> Iterator[tuple[int, Reason]]:
    """The places of the tail's lines, each with why it is none of the article.

    A list of other articles may stand in the article's middle: a paragraph of body, or a sentence
    with its full stop, which headlines do not have, goes on with the article. Nothing does once
    readers' comments have begun or a rights line has closed it.
    """
    start = _start(lines)
    why, closed = None, False
    for at, line in enumerate(lines):
        opened = _opening(lines, at) if at > start else None
        why = opened or why
        closed = closed or opened == Reason.COMMENTS
        closed = closed or (opened == Reason.COPYRIGHT and not _goes_on(lines, at))
        if why and not closed and not opened and furniture.is_sentence(line):
            why = None
        if why:
            yield at, why


def opens_tail(lines: Sequence[str]) -> frozenset[int]:
    """The places of lines that open a part of the tail."""
    return frozenset(at for at in range(_start(lines) + 1, len(lines)) if _opening(lines, at))


def _start(lines: Sequence[str]) -> int:
    return next((at for at, line in enumerate(lines) if furniture.is_sentence(line)), len(lines))


def _opens_comments(lines: Sequence[str], at: int) -> bool:
    """Whether a line heads readers' comments: it says so, and much of the body is above it."""
    if not furniture.is_comments_heading(lines[at]):
        return False
    above = _body_length(lines[:at])
    return above > 0 and above >= _ABOVE_COMMENTS * (above + _body_length(lines[at:]))


def _opening(lines: Sequence[str], at: int) -> Reason | None:
    line = lines[at]
    if furniture.is_copyright(line):
        return Reason.COPYRIGHT
    if _opens_comments(lines, at):
        return Reason.COMMENTS
    if furniture.is_related_heading(line) or furniture.is_neighbour(line):
        return Reason.OTHER_ARTICLES
    return None


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether the article goes on below a rights line, which is a picture's then.

    It does where a sentence follows directly, where most of the body is still to come, and where
    body and the page's own rights line come before the heading of any list.
    """
    above, below = _body_length(lines[:at]), _body_length(lines[at:])
    if above < below or any(furniture.is_sentence(line) for line in lines[at + 1 : at + 2]):
        return True
    after = range(at + 1, len(lines))
    ends = next((place for place in after if _opening(lines, place)), None)
    if ends is None or _opening(lines, ends) != Reason.COPYRIGHT:
        return False
    return any(furniture.is_body(line) for line in lines[at:ends])


def _body_length(lines: Sequence[str]) -> int:
    return sum(len(line) for line in lines if furniture.is_body(line))
