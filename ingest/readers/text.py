"""Plain text: paragraphs as they are, with hard-wrapped lines put together again."""

import re
from itertools import pairwise

from ingest.readers.page import Page

# A file is hard-wrapped when its lines stop at one width: e-mail and old wire copy use 60 to 80
# columns. Fewer lines than this say nothing about a width.
_MIN_WRAPPED_LINES = 6
_WRAP_WIDTHS = range(55, 101)
_SENTENCE_END = re.compile(r"[.!?:。…][\"'”’)\]]*$")
# Items of a list and lines of a mail that is answered begin anew.
_BEGINS = re.compile(r"[>·•∙▪‧*○□◦▶▷※①-⑩-]|\d{1,2}[.)]\s")
_BLANK_LINES = re.compile(r"\n[ ]*(?:\n[ ]*)+")


def read_text(text: str) -> Page:
    """The text with blank lines collapsed to one and hard-wrapped paragraphs unwrapped."""
    lines = [line.strip() for line in text.split("\n")]
    if _is_wrapped(lines):
        lines = _unwrapped(lines)
    return Page(text=_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip())


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines that another follows directly stop in mid-sentence near one width."""
    followed = [a for a, b in pairwise(lines) if a and b]
    if len(followed) < _MIN_WRAPPED_LINES:
        return False
    widest = max(map(len, lines))
    broken = sum(not _SENTENCE_END.search(line) and len(line) > widest * 0.7 for line in followed)
    return widest in _WRAP_WIDTHS and broken > len(followed) * 0.6


def _unwrapped(lines: list[str]) -> list[str]:
    paragraphs: list[str] = []
    joining = False
    for line in lines:
        if joining and line and not _BEGINS.match(line):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        joining = bool(line)
    return paragraphs
