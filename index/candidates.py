"""The passages that might answer: the best of every leg, each scored by all of them.

Three legs find them: morphemes, character bigrams, vectors. The lexical scores are shares of what
the question could reach; the dense one says how far a passage stands out of its language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.fusion import Lexicon, saturated
from index.lexical import Bonus, Scores
from index.postings import Integers, Leg
from index.question import Question
from index.segment import LANGUAGES
from index.view import View

# Candidates from each leg. The right passage was in the first 50 of some leg for all but 4 of
# KorQuAD's 5,774 questions.
CANDIDATES = 50

Score = TypeVar("Score", float, Scores)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that some leg found, by their places in the snapshot, ascending.

    `foreign`: whether each is in another language than the question. `yardsticks`: what the
    question's similarities to it are measured in. `parts`: the scores that all legs give it.
    """

    places: Integers
    foreign: NDArray[np.bool_]
    yardsticks: Scores
    parts: Mapping[str, Scores]

    def __getitem__(self, chosen: Integers) -> "Candidates":
        """Some of them, by their numbers here, ascending."""
        return Candidates(
            self.places[chosen],
            self.foreign[chosen],
            self.yardsticks[chosen],
            {name: scores[chosen] for name, scores in self.parts.items()},
        )


def find_candidates(view: View, question: Question) -> Candidates:
    """Every visible passage that is among the best of some leg."""
    asked = (*question.terms.idf, *question.other_terms)
    terms = view.words[Leg.TERMS].rank(asked, _bonus(view, question))
    bigrams = view.words[Leg.BIGRAMS].rank((*question.bigrams.idf, *question.other_bigrams))
    found = (
        terms.best(CANDIDATES, view.visible),
        bigrams.best(CANDIDATES, view.visible),
        view.nearest(question.compared, CANDIDATES),
    )
    places = np.unique(np.concatenate(found))
    snapshot = view.snapshot
    languages = snapshot.languages[places]
    yardsticks = np.array([question.yardsticks[one] for one in LANGUAGES])[languages]
    similar = question.compared.of(snapshot.lines[places])
    return Candidates(
        places,
        languages != LANGUAGES.index(question.language),
        yardsticks,
        {
            "terms": share(terms.of(places), question.terms),
            "bigrams": share(bigrams.of(places), question.bigrams),
            "dense": similar / yardsticks,
        },
    )


def _bonus(view: View, question: Question) -> Bonus:
    """What the days that passages name add to their words."""
    named, added = [np.empty(0, np.int64)], [np.empty(0)]
    for asked in question.days:
        places, times = view.naming(asked.days)
        named.append(places)
        added.append(question.terms.idf[asked.term] * saturated(times.astype(np.float64)))
    places, of_place = np.unique(np.concatenate(named), return_inverse=True)
    sums = np.bincount(of_place, np.concatenate(added), len(places))
    return Bonus(places, sums.astype(np.float64, copy=False))  # whole numbers, of nothing at all


def share(score: Score, asked: Lexicon) -> Score:
    """A BM25 score as a share of the most the question could reach."""
    return np.minimum(score / asked.reach, 1.0) if asked.reach else 0.0 * score
