"""Korean names found by how they sound, so that "Haesol" and "Pyo Min-seo" find 해솔 and 표민서.

A question in English spells names in Latin letters, which no Korean article holds. Every proper
noun of an article is stored with its romanised sound; the capitalised words of a question are
looked up among them.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from ingest.document import Morpheme
from ingest.romanise import romanise, sound

# A name's sound of fewer letters is in too many words.
_SHORTEST = 3
_LONGEST_RUN = 3
_CAPITALISED = re.compile(r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*")
_HANGUL = re.compile(r"[가-힣]+")
_NOUNS = ("NN", "SN", "XS", "XP")


def names_in(morphemes: Iterable[Morpheme]) -> set[str]:
    """The proper nouns of analysed text, each with the nouns joined to it: 해솔, 해솔조선.

    >>> sorted(names_in([Morpheme("해솔", "NNP", 0, 2), Morpheme("조선", "NNG", 2, 4)]))
    ['해솔', '해솔조선']
    """
    found: set[str] = set()
    name, end = "", -1
    for morpheme in morphemes:
        joined = bool(name) and morpheme.start == end and morpheme.tag.startswith(_NOUNS)
        if (joined or morpheme.tag == "NNP") and _HANGUL.fullmatch(morpheme.form):
            name = name + morpheme.form if joined else morpheme.form
            end = morpheme.end
            if len(name) > 1:
                found.add(name)
        else:
            name = ""
    return found


@functools.lru_cache(maxsize=65_536)  # the same names are in many articles
def sound_of(name: str) -> str:
    """The key a Korean name is stored under.

    >>> sound_of("해솔") == sound("Haesol")
    True
    """
    return sound(romanise(name))


def heard(question: str) -> dict[str, str]:
    """The question's capitalised words, alone and run together, by their sounds; longest first.

    >>> list(heard("Will Jegal go?").values())
    ['Will Jegal', 'Jegal', 'Will']
    """
    parts = [part for run in _CAPITALISED.findall(question) for part in _parts(run)]
    found = {sound(part): part for part in parts if len(sound(part)) >= _SHORTEST}
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def _parts(run: str) -> Iterator[str]:
    words = run.split()
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST_RUN) + 1):
            yield " ".join(words[start:end])


def spoken(key: str, name: str) -> str | None:
    """The beginning of a name that sounds like the key; None when none does.

    A vowel that Korean adds after a last consonant is heard with it (Mir, 미르).

    >>> spoken(sound("Haesol"), "해솔조선"), spoken(sound("Mir"), "미르항공우주")
    ('해솔', '미르')
    """
    for end in range(2, len(name) + 1):
        if sound_of(name[:end]) in (key, key + "u"):
            return name[:end]
    return None
