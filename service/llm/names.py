"""The names in a sentence, and whether a text that it rests on has them."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.analyzer import FUNCTION_WORDS
from index.names import heard, names_in, spoken
from ingest.document import Alias, Morpheme
from ingest.language import has_hangul
from ingest.titles import names_organisation
from ingest.word_lists import listed
from service.answering.role_names import OFFICE, matches

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&'’-]*")
_RUN = re.compile(r"[A-Z][A-Za-z0-9&'’-]*(?: (?:of |and |for |the )*[A-Z][A-Za-z0-9&'’-]*)*")
_AND = re.compile(r" (?:and|for)(?: the)? ")
_HANGUL = re.compile(r"[가-힣]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_HONORIFIC = re.compile(r"(?<=..)[씨님]$")
_NOUNS = ("NN", "XPN", "XSN", "XR", "SL")
# Capitalised by where they stand or by what they are, and no names: months are looked at as dates.
_NO_NAMES = FUNCTION_WORDS | listed(
    """
    january february march april may june july august september october november december
    according additionally also although earlier later however meanwhile officials despite since
    people two three four five six seven eight nine ten first second third last next today
    yesterday tomorrow reportedly overall finally instead currently previously separately further
    furthermore moreover therefore thus besides once about around nearly almost roughly
    """
)


def names(text: str, morphemes: Sequence[Morpheme]) -> set[str]:
    """Proper nouns and organisations of a text in Hangul, and its runs of capitalised words.

    >>> sorted(names("Minister Pyo visited HIST.", ()))
    ['HIST', 'Minister Pyo']
    """
    found = {_HONORIFIC.sub("", name) for name in names_in(morphemes)}
    found |= {word for word in _compounds(morphemes) if names_organisation(word)}
    return found | {run for match in _RUN.findall(text) if (run := _name_of(match))}


def _name_of(run: str) -> str:
    """A run of capitalised words without those at its beginning that are none."""
    words = [_POSSESSIVE.sub("", word) for word in run.split()]
    while words and words[0].lower() in _NO_NAMES:
        words = words[1:]
    while words and words[-1].lower() in _NO_NAMES:
        words = words[:-1]
    return " ".join(words)


def _compounds(morphemes: Sequence[Morpheme]) -> Iterable[str]:
    """Nouns written without a space between them, as one: 해양 + 교통부."""
    word = ""
    for one, following in pairwise([*morphemes, Morpheme("", "", -1, -1)]):
        if one.tag.startswith(_NOUNS) and _HANGUL.fullmatch(one.form):
            word += one.form
        else:
            word = ""
        if word and not (following.start == one.end and following.tag.startswith(_NOUNS)):
            yield word
            word = ""


class Named:
    """What a text names: by its words, by abbreviations, and by sound or meaning in the other
    script. `people` are names with their offices that are known to stand in it."""

    def __init__(
        self,
        text: str,
        morphemes: Sequence[Morpheme],
        aliases: Iterable[Alias],
        people: Iterable[str] = (),
    ) -> None:
        self._names = names(text, morphemes).union(people)
        self._korean = set(_HANGUL.findall(text))
        self._long: dict[str, str] = {}  # by short form
        said = _close(text)
        for alias in aliases:
            self._long.setdefault(alias.short, alias.long)
            for one, other in ((alias.short, alias.long), (alias.long, alias.short)):
                if _close(one) in said:
                    text += f"\n{other}"
        self._said = _close(text)
        self._words = {_POSSESSIVE.sub("", word).lower() for word in _LATIN.findall(text)}

    def has(self, name: str) -> bool:
        """Whether the text names what is called so."""
        if has_hangul(name):
            return _close(name) in self._said or self._in_the_other_script(name)
        words = [word for word in name.lower().split() if word not in FUNCTION_WORDS]
        if all(_POSSESSIVE.sub("", word) in self._words for word in words):
            return True
        if self._in_the_other_script(name) or self._sounds_of(name):
            return True
        parts = _AND.split(name)
        return len(parts) > 1 and all(map(self.has, parts))

    def _in_the_other_script(self, name: str) -> bool:
        others = (one for one in self._names if has_hangul(one) != has_hangul(name))
        return any(matches(name, other, self._long) >= OFFICE for other in others)

    def _sounds_of(self, name: str) -> bool:
        """Whether at least half of a name's words are heard in the text ("Hangyeol Bridge": the
        rest may be translated)."""
        words = name.split()
        sounds = [next(iter(heard(word)), None) for word in words]
        known = sum(
            sound is not None and any(spoken(sound, korean) for korean in self._korean)
            for sound in sounds
        )
        return 0 < len(words) <= 2 * known


def _close(text: str) -> str:
    """A text without spaces and capitals, for names are spaced as one likes."""
    return "".join(text.split()).casefold()
