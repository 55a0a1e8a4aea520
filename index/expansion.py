"""The other names of what a question names: abbreviations the documents define, and Korean names
that sound like the question's Latin ones."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.names import heard, spoken
from ingest.document import Alias

# Characters of a name by which it is looked up: no name is shorter, and of thousands few begin with
# any two characters of a question.
_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class OtherName:
    """What the question calls something, and what a document may call it."""

    asked: str
    name: str


class Aliases:
    """Abbreviations, arranged so that those in a text are found without trying every one."""

    def __init__(self, pairs: Iterable[Alias]) -> None:
        self.pairs = tuple(pairs)
        both = (
            pair for one in self.pairs for pair in ((one.short, one.long), (one.long, one.short))
        )
        self._by_beginning: dict[str, list[tuple[int, str, OtherName]]] = {}
        for number, (asked, name) in enumerate(both):
            folded = asked.casefold()
            same = self._by_beginning.setdefault(folded[:_BEGINNING], [])
            same.append((number, folded, OtherName(asked, name)))

    def named_in(self, text: str) -> list[OtherName]:
        """Long forms of the short names in a text, and the other way round, in the pairs' order.

        Latin names match whole words in any case; Korean ones match where a word begins. Korean
        particles follow either without a space.

        >>> Aliases([Alias("HIST", "한빛과학기술연구원")]).named_in("What did HIST say?")
        [OtherName(asked='HIST', name='한빛과학기술연구원')]
        """
        folded = text.casefold()
        beginnings = {folded[at : at + _BEGINNING] for at in range(len(folded))}
        found = {
            number: other
            for beginning in beginnings
            for number, asked, other in self._by_beginning.get(beginning, ())
            if _names(folded, asked)
        }
        return [found[number] for number in sorted(found)]


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
