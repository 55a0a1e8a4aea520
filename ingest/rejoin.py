"""Printed lines put together again: whether a line's end parted two words or one."""

import re

from ingest import korean
from ingest.readers.page import SOFT_BREAK

# A particle may follow a bracket or a quotation; a straight mark may be one that opens.
_PARTED_HANGUL = re.compile(f"(?<=[가-힣)’”]){SOFT_BREAK}(?=[가-힣])")
_CLOSING = re.compile(f"{SOFT_BREAK}(?=[.,!?)’”])")


def rejoin(text: str) -> str:
    """The text with every SOFT_BREAK made a space, or nothing where it stands inside a word.

    Korean lines may break between any two syllables; the analyser says which reading is likelier.
    """
    return "\n".join(_rejoined(paragraph) for paragraph in text.split("\n"))


def _rejoined(paragraph: str) -> str:
    pieces = _PARTED_HANGUL.split(paragraph)
    if len(pieces) > 1:
        pieces[1:] = [
            f" {piece}" if apart else piece
            for piece, apart in zip(pieces[1:], korean.words_apart(pieces), strict=True)
        ]
    return _CLOSING.sub("", "".join(pieces)).replace(SOFT_BREAK, " ")
