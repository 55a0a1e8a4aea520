"""Which line of a text is its headline, and when two lines are the same headline."""

import re
from collections.abc import Sequence

from ingest import furniture
from ingest.fragments import is_date_line, is_menu

# A headline repeated further down than this is a quotation of it, not the page showing it twice.
_HEAD_LINES = 60
_REPEAT_WITHIN = 6
_MIN_LENGTH = 8
_MAX_LENGTH = 120
# A headline with its publisher's name; a longer line is text.
_LONGEST = 250
# What stands for a title where a text has none: the start of its first sentence.
_BORROWED_LENGTH = 80
_IGNORED = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"\s*[|:<\-–—·»>]+\s*")


def same_headline(line: str, title: str, publisher: str | None) -> bool:
    """Whether two lines are one headline, apart from punctuation and the publisher's name.

    >>> same_headline("새 항로 열린다 - 새벽일보", "새 항로 열린다", "새벽일보")
    True
    """
    if len(line) > _LONGEST:
        return False
    return _key(without_publisher(line, publisher)) == _key(without_publisher(title, publisher))


def without_publisher(title: str, publisher: str | None) -> str:
    """A page title without the publisher's name that sites put before or behind it."""
    if not publisher:
        return title.strip()
    name = re.escape(publisher)
    stripped = re.sub(rf"{_SUFFIX.pattern}{name}[\s가-힣A-Za-z]{{0,6}}$", "", title.strip())
    stripped = re.sub(rf"^[\[<(]?{name}[\]>)]?(?:\s?뉴스)?{_SUFFIX.pattern}", "", stripped)
    return stripped.strip() or title.strip()


def find_headline(lines: Sequence[str]) -> str | None:
    """The headline of a page copy: the first line its head shows twice, else its likeliest line.

    A ticker runs twice too, so another line that does comes first.
    """
    head = [line for line in lines if line][:_HEAD_LINES]
    twice = [
        line
        for at, line in enumerate(head)
        if _may_be(line) and any(_key(line) == _key(later) for later in _following(head, at))
    ]
    if twice:
        return next((line for line in twice if not furniture.is_ticker(line)), twice[0])
    for line in head[:-1]:
        if furniture.is_body(line):
            return None
        if _may_be(line) and not furniture.is_ticker(line) and not furniture.ends_sentence(line):
            return line
    return None


def title_line(text: str) -> str | None:
    """The first line of a clean text where it reads as a headline over more text."""
    first, _, rest = text.partition("\n")
    long = len(first) > _MAX_LENGTH
    return None if long or not rest.strip() or furniture.ends_sentence(first) else first.strip()


def borrowed_title(text: str) -> str:
    """A title for a text that has none: its first line, shortened at a word.

    >>> borrowed_title("짧은 글이다.")
    '짧은 글이다.'
    """
    first = text.partition("\n")[0].strip()
    if len(first) <= _BORROWED_LENGTH:
        return first
    return first[:_BORROWED_LENGTH].rsplit(" ", 1)[0] + "…"


def _following(head: Sequence[str], at: int) -> Sequence[str]:
    return head[at + 1 : at + 1 + _REPEAT_WITHIN]


def _may_be(line: str) -> bool:
    furnished = furniture.reason(line) or is_menu(line) or is_date_line(line)
    return _MIN_LENGTH <= len(line) <= _MAX_LENGTH and not furnished


def _key(line: str) -> str:
    return _IGNORED.sub("", line).casefold()
