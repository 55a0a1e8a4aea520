"""The passages that might answer: the best of every leg, each scored by all of them.

Three legs find them: morphemes, character bigrams, vectors. The lexical scores are shares of what
the question could reach; the dense one says how far a passage stands out of its language.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from index.centring import standing
from index.fusion import Lexicon
from index.lexical import Leg
from index.question import Question
from index.view import View

# Candidates from each leg. The right passage was in the first 50 of some leg for all but 4 of
# KorQuAD's 5,774 questions.
CANDIDATES = 50


def find_candidates(view: View, question: Question) -> dict[int, dict[str, float]]:
    """Every passage that is among the best of some leg, by row, with all legs' scores."""
    terms = _leg(view, Leg.TERMS, [*question.terms.idf, *question.other_terms])
    bigrams = _leg(view, Leg.BIGRAMS, [*question.bigrams.idf, *question.other_bigrams])
    dense = view.dense(question.vector, CANDIDATES)
    rows = sorted(terms.best.keys() | bigrams.best.keys() | {row for row, _ in dense})
    in_terms, in_bigrams = terms.of(rows), bigrams.of(rows)
    vectors, languages = view.vectors(rows), view.languages(rows)
    return {
        row: {
            "terms": share(in_terms.get(row, 0.0), question.terms),
            "bigrams": share(in_bigrams.get(row, 0.0), question.bigrams),
            "dense": standing(
                float(vectors[row][0] @ question.vector),
                question.vector,
                languages[row],
                view.snapshot.extras,
            ),
        }
        for row in rows
        if row in vectors and row in languages
    }


@dataclass(frozen=True, slots=True)
class _Leg:
    """One lexical leg asked for some tokens: its best passages, and any other passage's score."""

    view: View
    leg: Leg
    tokens: list[str]
    best: dict[int, float]

    def of(self, rows: Iterable[int]) -> dict[int, float]:
        """BM25 by row; rows that hold none of the tokens are left out."""
        others = [row for row in rows if row not in self.best]
        return self.best | self.view.lexical_scores(self.leg, self.tokens, others)


def _leg(view: View, leg: Leg, tokens: list[str]) -> _Leg:
    return _Leg(view, leg, tokens, dict(view.lexical(leg, tokens, CANDIDATES)))


def share(score: float, asked: Lexicon) -> float:
    """A BM25 score as a share of the most the question could reach."""
    return min(score / asked.reach, 1.0) if asked.reach else 0.0
