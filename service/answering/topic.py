"""What a question is about, without what it asks: the words that a follow-up goes on from."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.analyzer import FUNCTION_WORDS
from ingest import korean
from ingest.document import Language, Morpheme
from ingest.word_lists import listed

# Nouns, names, foreign words and numbers; a word that ends in a verb tells or asks something.
_THINGS = frozenset({"NNG", "NNP", "SL", "SN", "SH", "XR", "W_SERIAL"})
_DEEDS = frozenset({"VV", "VA", "VX", "VCN", "XSV", "XSA"})
ASKING = listed("뭐 무엇 누구 언제 어디 왜 어떻게 얼마 몇 어떤 무슨 어느 때문 이유")
# What belongs to a thing's name; particles and endings do not.
_NAMING = _THINGS | {"NNB", "NR", "XSN"}
_WORD = re.compile(r"\S+")
_EDGES = "?？.!,:;\"'“”‘’()"


def topic(question: str, language: Language) -> str:
    """The question's words for things, in order, without what only asks.

    >>> topic("한결대교 공사비 얼마로 늘었어?", Language.KO)
    '한결대교 공사비'
    >>> topic("How much will SERI's quantum network cost?", Language.EN)
    "SERI's quantum network cost"
    """
    kept = _korean(question) if language is Language.KO else _english(question.split())
    return " ".join(dict.fromkeys(word for word in kept if word))


def _english(words: Sequence[str]) -> Iterator[str]:
    """The words without function words; one with a capital is a name ("IT", "WHO", "On Nu-ri"),
    where no question begins with it and not all are capitals."""
    shouted = " ".join(words).isupper()
    for before, word in pairwise(["?", *words]):
        bare = word.strip(_EDGES)
        begins = before.endswith((":", "?", "!")) and not bare[1:2].isupper()
        named = bare[:1].isupper() and bare != "I" and not begins and not shouted
        if named or bare.casefold() not in FUNCTION_WORDS:
            yield bare


def _korean(question: str) -> Iterator[str]:
    """The words without their particles, read in their sentence: there the analyser tells the end
    of a name from a particle."""
    found = korean.morphemes(question)
    for word in _WORD.finditer(question):
        own = [one for one in found if word.start() <= one.start < word.end()]
        yield question[word.start() : _end_of_thing(own, word.start())].lstrip(_EDGES)


def _end_of_thing(word: Sequence[Morpheme], start: int) -> int:
    """Where what a word names ends; its start for one that tells or asks. A verb before the thing
    is part of a name that the analyser does not know ("다온은행": 다, 오 + ㄴ, 은행)."""
    tags = [morpheme.tag for morpheme in word]
    things = [place for place, tag in enumerate(tags) if tag in _THINGS]
    if not things or _DEEDS.intersection(tags[things[-1] :]):
        return start
    if any(morpheme.form in ASKING for morpheme in word):
        return start
    return word[max(place for place, tag in enumerate(tags) if tag in _NAMING)].end
