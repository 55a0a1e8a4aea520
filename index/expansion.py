"""The other names of what a question names: abbreviations the documents define, and Korean names
that sound like the question's Latin ones."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.names import heard, spoken
from ingest.document import Alias


@dataclass(frozen=True, slots=True)
class OtherName:
    """What the question calls something, and what a document may call it."""

    asked: str
    name: str


def from_aliases(text: str, aliases: Iterable[Alias]) -> list[OtherName]:
    """Long forms of the short names in the text, and the other way round.

    Latin names match whole words in any case; Korean ones match where a word begins. Korean
    particles follow either without a space.

    >>> from_aliases("What did HIST say?", [Alias("HIST", "한빛과학기술연구원")])
    [OtherName(asked='HIST', name='한빛과학기술연구원')]
    """
    folded = text.casefold()
    pairs = (pair for one in aliases for pair in ((one.short, one.long), (one.long, one.short)))
    return [OtherName(asked, name) for asked, name in pairs if _names(folded, asked.casefold())]


def from_sounds(text: str, sounding: Callable[[str], Iterable[str]]) -> list[OtherName]:
    """Korean names that sound like the text's capitalised words; `sounding` looks them up.

    >>> from_sounds("Will Haesol pay?", lambda sound: ["해솔조선", "해솔시"])
    [OtherName(asked='Haesol', name='해솔')]
    """
    found = {
        (words, said)
        for sound, words in heard(text).items()
        for name in sounding(sound)
        if (said := spoken(sound, name)) is not None
    }
    return [OtherName(words, name) for words, name in sorted(found)]


def _names(text: str, name: str) -> bool:
    if name not in text:  # the cheap question first: nearly every alias ends here
        return False
    ending = r"(?![^\W_가-힣])" if name.isascii() else ""
    return re.search(r"(?<![^\W_])" + re.escape(name) + ending, text) is not None
