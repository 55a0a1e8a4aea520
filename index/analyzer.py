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
    for found in _WORD.findall(morpheme.form):
        yield _stem(found.lower()) if morpheme.tag in LATIN_TAGS else found.lower()


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters within each word; a lone character stays itself.

    A word of Latin letters stays whole: its pairs are in every other Latin word.

    >>> bigrams("양자컴퓨터 3대 KIST의")
    ['양자', '자컴', '컴퓨', '퓨터', '3대', 'kist', '의']
    """
    pairs: list[str] = []
    for word in _RUN.findall(text.lower()):
        if word.isascii() and word.isalpha():
            pairs.append(word)
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
