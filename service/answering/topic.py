"""What a question is about, without what it asks: the words that a follow-up goes on from."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.analyzer import FUNCTION_WORDS
from ingest import korean
from ingest.document import Language
from ingest.word_lists import listed

# Nouns, names, foreign words and numbers; a word with a verb in it tells or asks something.
_THINGS = frozenset({"NNG", "NNP", "SL", "SN", "SH", "XR", "W_SERIAL"})
_DEEDS = frozenset({"VV", "VA", "VX", "VCN", "XSV", "XSA"})
ASKING = listed("뭐 무엇 누구 언제 어디 왜 어떻게 얼마 몇 어떤 무슨 어느 때문 이유")
# What belongs to a thing's name; particles and endings do not.
_NAMING = _THINGS | {"NNB", "NR", "XSN"}
_EDGES = "?？.!,:;\"'“”‘’()"


def topic(question: str, language: Language) -> str:
    """The question's words for things, in order, without what only asks.

    >>> topic("한결대교 공사비 얼마로 늘었어?", Language.KO)
    '한결대교 공사비'
    >>> topic("How much will SERI's quantum network cost?", Language.EN)
    "SERI's quantum network cost"
    """
    words = question.split()
    kept = map(_korean, words) if language is Language.KO else _english(words)
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


def _korean(word: str) -> str:
    """The word without its particles; nothing for one that tells or asks."""
    bare = word.strip(_EDGES)
    found = korean.morphemes(bare)
    tags = [morpheme.tag.partition("-")[0] for morpheme in found]
    if not _THINGS.intersection(tags) or _DEEDS.intersection(tags):
        return ""
    if any(morpheme.form in ASKING for morpheme in found):
        return ""
    last = max(place for place, tag in enumerate(tags) if tag in _NAMING)
    return bare[: found[last].end]
