"""Words for the lexical leg: which morphemes count as terms, and character bigrams beside them.

Morphemes find a word in any inflection ("요청했다" and "요청한" are both "요청"); bigrams find what
the analyser cut differently in the question and in the text (names, new compounds). Together they
are measurably better than either: see docs/evaluation.md.
"""

import functools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ingest.document import Morpheme
from ingest.word_lists import listed

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

# Sejong tags of words that carry meaning. Particles, endings, auxiliaries and punctuation are left
# out: they are in every sentence.
_NOUNS = ("NNG", "NNP", "NNB", "NP", "NR")
_PREDICATES = ("VV", "VV-R", "VV-I", "VA", "VA-R", "VA-I", "XR")
_MODIFIERS = ("MM", "MMA", "MMD", "MMN", "MAG", "XPN", "XSN")
_FOREIGN = ("SL", "SN", "SH", "W_SERIAL")
CONTENT_TAGS = frozenset(_NOUNS + _PREDICATES + _MODIFIERS + _FOREIGN)
LATIN_TAGS = frozenset({"SL"})

# English words that only hold a sentence together. Among Korean documents they are rare, and
# would count as much as names if they were terms.
FUNCTION_WORDS = listed(
    """
    a an the this that these those there here it its he him his she her hers they them their theirs
    we us our ours you your yours i me my mine who whom whose which what when where why how
    and or but nor so yet if then than as because while until whether though although
    of in on at by for from to into onto with without within about after before between during over
    under against across through toward towards upon per via off out up down
    is are was were be been being am do does did done doing has have had having
    will would shall should can could may might must not no any some all both each every either
    neither other another such same own more most much many few less least very too also just only
    even still again ever s t d ll m re ve
    """
)

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[a-z]+|[^\W_a-z]+")


def terms(morphemes: Iterable[Morpheme]) -> list[str]:
    """The lexical terms of analysed text, in order, repeats kept.

    >>> terms([Morpheme("요청", "NNG", 0, 2), Morpheme("하", "XSV", 2, 3)])
    ['요청']
    >>> terms([Morpheme("Asked", "SL", 0, 5)])
    ['ask']
    """
    return [
        word for morpheme in morphemes if morpheme.tag in CONTENT_TAGS for word in _words(morpheme)
    ]


def _words(morpheme: Morpheme) -> Iterable[str]:
    """The morpheme as terms: letters and digits only, Latin words lower-cased and stemmed."""
    for found in _WORD.findall(morpheme.form.lower()):
        if morpheme.tag not in LATIN_TAGS:
            yield found
        elif found not in FUNCTION_WORDS:
            yield _stem(found)


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters within each word; a lone character stays itself.

    A word of Latin letters stays whole, for its pairs are in every other one; English function
    words are left out as in `terms`.

    >>> bigrams("양자컴퓨터 3대 KIST의")
    ['양자', '자컴', '컴퓨', '퓨터', '3대', 'kist', '의']
    """
    pairs: list[str] = []
    for word in _RUN.findall(text.lower()):
        if word.isascii() and word.isalpha():
            pairs.extend([word] if word not in FUNCTION_WORDS else [])
        else:
            pairs.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return pairs


@functools.lru_cache(maxsize=65_536)  # a corpus has few distinct Latin words, met very often
def _stem(word: str) -> str:
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@functools.cache
def _stemmer() -> "EnglishStemmer":
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()
