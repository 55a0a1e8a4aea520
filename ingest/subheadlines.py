"""Which lines of an article are its sub-headlines: they stay in the text and are named."""

import re
from collections.abc import Iterator

from ingest import furniture
from ingest.document import Span
from ingest.fragments import is_menu

# Marks that Korean papers and press offices put before a sub-headline; "□" and "○" begin items.
_MARKED = re.compile(r"^[■◆▲▶◇▷★◈]\s?\S")
# "- 50큐비트 장비 개방 -", as press releases set what stands under their headline.
_FRAMED = re.compile(r"^[-–—―]\s?(?P<text>\S.*\S)\s?[-–—―]$")
_LENGTHS = range(5, 81)
# What stands between headline and body is a handful of lines; more is a list.
_MOST_ABOVE = 4
_CAPTION = re.compile(r"사진\s?[=:제]|ⓒ|©|\bphoto\b|제공[.\])]?$|\.jpe?g", re.IGNORECASE)


def find_subheadlines(
    text: str, headings: frozenset[str] = frozenset(), *, news: bool = False
) -> tuple[Span, ...]:
    r"""The spans of the sub-headlines, in order.

    A sub-headline is a line that the format calls a heading, one that is marked or framed as one,
    or, in `news`, one of a few short lines between the headline and the body.

    >>> text = "■ 시제품 가동\n연구원은 12일 시제품을 켰다고 밝혔다."
    >>> [span.of(text) for span in find_subheadlines(text)]
    ['■ 시제품 가동']
    """
    lines = list(_lines(text))
    body = next((at for at, (_, line) in enumerate(lines) if furniture.is_body(line)), 0)
    above = body if news and body <= _MOST_ABOVE else 0
    return tuple(
        Span(start, start + len(line))
        for at, (start, line) in enumerate(lines)
        if line in headings or (_is_short(line) and (at < above or _is_set_off(line)))
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start + len(line) - len(line.lstrip()), line.strip()
        start += len(line) + 1


def _is_set_off(line: str) -> bool:
    return bool(_MARKED.match(line) or _FRAMED.match(line))


def _is_short(line: str) -> bool:
    closed = furniture.ends_sentence(line) or _CAPTION.search(line) or " | " in line
    return len(line) in _LENGTHS and not closed and not is_menu(line)
