"""How the legs' scores become one: each on a scale of its own, then a weighted mean.

The lexical scale is what the question could reach at most, not the best score found: a question
whose words are not in the documents then leans on the dense leg by itself, and a chance match of
one word counts for what it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.centring import REACH
from index.lexical import K1, Scores, inverse_frequency

# A term's weight in BM25 is its idf times less than this, however often it occurs.
_SATURATION = K1 + 1

# The parts of a passage's score, chosen together on KorQuAD, Belebele and the samples; none is
# trained, and the optimum is flat. Beside all the words, its best sentence's vector says little
# more; in another language than the question's the glossary has not all words, and it says much.
WEIGHTS: Mapping[str, float] = {
    "terms": 0.2,
    "bigrams": 0.2,
    "coverage": 0.2,
    "sentence_lexical": 0.35,
    "dense": 0.2,
    "sentence_dense": 0.1,
}
FOREIGN_WEIGHTS: Mapping[str, float] = {**WEIGHTS, "sentence_dense": 0.3}
_TOTAL = sum(WEIGHTS.values())
_NONE = np.zeros(1)

# What a passage in another language than the question's is credited with in place of the words that
# the glossary has not. It is given in full from so much nearness on, one standard deviation, and
# not to what is no nearer than others: where the documents are few, words in the question's own
# language say little, too.
FOREIGN, FULLY_CREDITED = 0.03, 1 / REACH


@dataclass(frozen=True)
class Lexicon:
    """The question's distinct terms of one leg with their inverse document frequencies."""

    idf: Mapping[str, float]

    @cached_property
    def total(self) -> float:
        """The idf of all terms together."""
        return sum(self.idf.values())

    @cached_property
    def reach(self) -> float:
        """The BM25 of a passage that held every term without end; 0 for a question of no terms."""
        return _SATURATION * self.total

    def held(self, terms: Iterable[str]) -> frozenset[str]:
        """Which of the question's terms are among these."""
        return frozenset(self.idf.keys() & terms)

    def coverage(self, terms: Iterable[str]) -> float:
        """The share of the question's idf that these terms hold, in [0, 1]."""
        return sum(map(self.idf.__getitem__, self.held(terms))) / self.total if self.total else 0.0


def lexicon(terms: Iterable[str], frequencies: Mapping[str, int], passages: int) -> Lexicon:
    """Idf as in index.lexical; a term of no passage has the highest there is.

    >>> from math import log
    >>> lexicon(["장관"], {"장관": 1}, 3).idf["장관"] == log(2.5 / 1.5)
    True
    """
    return Lexicon(
        {
            term: inverse_frequency(passages, frequencies.get(term, 0))
            for term in dict.fromkeys(terms)
        }
    )


def saturated(times: Scores) -> Scores:
    """What terms that occur so often count for in BM25, in idfs, whatever the text's length.

    >>> saturated(np.array([1.0, 3.0])).round(3).tolist()
    [1.0, 1.571]
    """
    return times * _SATURATION / (times + K1)


def fuse_all(parts: Mapping[str, Scores], foreign: NDArray[np.bool_]) -> Scores:
    """`fuse` of many passages at once: arrays of their parts and of whether each is foreign."""
    total = FOREIGN * foreign * np.clip(parts.get("dense", _NONE) / FULLY_CREDITED, 0.0, 1.0)
    for name, scores in parts.items():
        total += np.where(foreign, FOREIGN_WEIGHTS[name], WEIGHTS[name]) * scores
    return np.clip(total / _TOTAL, 0.0, 1.0)


def fuse(parts: Mapping[str, float], *, foreign: bool = False) -> float:
    """The weighted mean of the parts, each higher-is-better; a part not given is 0.

    `foreign`: the passage is in another language than the question. In [0, 1].

    >>> fuse(dict.fromkeys(WEIGHTS, 1.0))
    1.0
    """
    arrays = {name: np.array([score]) for name, score in parts.items()}
    return float(fuse_all(arrays, np.array([foreign]))[0])
