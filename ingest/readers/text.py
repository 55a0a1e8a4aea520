"""Plain text: paragraphs as they are, with hard-wrapped lines put together again."""

import re
from collections.abc import Iterable

from ingest.readers.page import Page
from ingest.readers.wrapping import find_wrapping

_BLANK_LINES = re.compile(r"\n[ ]*(?:\n[ ]*)+")


def read_text(text: str) -> Page:
    """The text with blank lines collapsed to one and hard-wrapped paragraphs unwrapped."""
    lines = text.split("\n")
    wrapping = find_wrapping(lines)
    return laid_out(wrapping.undone(lines) if wrapping else lines)


def laid_out(lines: Iterable[str]) -> Page:
    """The page of these paragraphs, with blank lines collapsed to one."""
    stripped = "\n".join(line.strip() for line in lines)
    return Page(text=_BLANK_LINES.sub("\n\n", stripped).strip())
