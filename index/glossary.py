"""What words are called in the other language, so that an English question finds Korean passages by
their words too, and a Korean one English passages.

`glossary.tsv` has a line for the terms of each word, of either language, with those of the words
that news writes for it in the other: terms, tab, terms, comma, terms; sorted by code points.
`training.glossary` makes it of `training/glossary.tsv`, which is for people.
"""

import functools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# Terms that one word of the glossary has at most.
LONGEST = 5

_FILE = Path(__file__).with_name("glossary.tsv")


@dataclass(frozen=True, slots=True)
class Rendering:
    """Terms of a question that are one word, and the terms of a word for it in the other
    language."""

    asked: tuple[str, ...]
    terms: tuple[str, ...]


class Glossary:
    """Words of two languages, each found by its terms."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Lines as in the file."""
        self._lines = lines

    def renderings(self, terms: Sequence[str]) -> Iterator[Rendering]:
        r"""What the words of a question are called in the other language; of words that overlap the
        longest one counts, and of these the first.

        >>> glossary = Glossary(["minist\t장관", "prime minist\t총리,국무 총리", "장관\tminist"])
        >>> [one.terms for one in glossary.renderings(["prime", "minist"])]
        [('총리',), ('국무', '총리')]
        """
        at = 0
        while at < len(terms):
            asked, others = self._longest(terms[at : at + LONGEST])
            for other in others:
                yield Rendering(tuple(asked), tuple(other.split()))
            at += len(asked)

    def _longest(self, terms: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        for size in range(len(terms), 0, -1):
            if others := self._of(" ".join(terms[:size])):
                return terms[:size], others
        return terms[:1], ()

    def _of(self, word: str) -> Sequence[str]:
        """The words for a word, as its line has them; nothing for an unknown one."""
        beginning = word + "\t"
        at = bisect_left(self._lines, beginning)
        if at == len(self._lines) or not self._lines[at].startswith(beginning):
            return ()
        return self._lines[at][len(beginning) :].split(",")


@functools.cache
def glossary() -> Glossary:
    """The one that comes with the package, read once."""
    return Glossary(_FILE.read_text(encoding="utf-8").splitlines())
