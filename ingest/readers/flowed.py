"""Plain text of e-mails whose lines say that they go on: by a space at the end (RFC 3676)."""

import re
from collections.abc import Iterator

from ingest.readers.page import Page
from ingest.readers.text import laid_out, read_text

_QUOTED = re.compile(">*")
# It ends in a space and goes on all the same: what follows is the signature.
_SIGNATURE = "-- "


def read_flowed(text: str, *, deletes_space: bool) -> Page:
    """The text with the lines put together that go on; as other text where none does: some
    servers cut the spaces off.

    `deletes_space`: the space at the end only says so (`DelSp=yes`), and is none between words.
    """
    if not any(_goes_on(_parted(line)[1]) for line in text.split("\n")):
        return read_text(text)
    return laid_out(_paragraphs(text, deletes_space))


def _paragraphs(text: str, deletes_space: bool) -> Iterator[str]:
    paragraphs: list[tuple[str, list[str]]] = []
    going_on = False
    for line in text.split("\n"):
        marks, said = _parted(line)
        if not going_on or marks != paragraphs[-1][0] or said == _SIGNATURE:
            paragraphs.append((marks, []))
        going_on = _goes_on(said)
        paragraphs[-1][1].append(said[:-1] if going_on and deletes_space else said)
    return (f"{marks} {''.join(pieces)}" for marks, pieces in paragraphs)


def _parted(line: str) -> tuple[str, str]:
    """The marks of a line that is quoted, and what it says: without the space that keeps a line
    from looking like another kind of one."""
    marks = _QUOTED.match(line)
    depth = marks.end() if marks else 0
    return line[:depth], line[depth:].removeprefix(" ")


def _goes_on(said: str) -> bool:
    return said.endswith(" ") and said != _SIGNATURE
