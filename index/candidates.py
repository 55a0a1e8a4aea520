"""The passages that might answer: the best of every leg, each scored by all of them.

Three legs find them: morphemes, character bigrams, vectors. The lexical scores are shares of what
the question could reach; the dense one says how far a passage stands out of its language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest

from index.dense import Matrix
from index.fusion import Lexicon, saturated
from index.lexical import Leg
from index.question import Question
from index.view import View
from ingest.document import Language

# Candidates from each leg. The right passage was in the first 50 of some leg for all but 4 of
# KorQuAD's 5,774 questions.
CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that some leg found: its indexed vectors (1 + sentences, d), the passage's own
    first, and the scores that all legs give it."""

    language: Language
    vectors: Matrix
    parts: Mapping[str, float]


def find_candidates(view: View, question: Question) -> dict[int, Candidate]:
    """Every passage that is among the best of some leg, by row."""
    terms = view.lexical(Leg.TERMS, [*question.terms.idf, *question.other_terms])
    for asked in question.days:
        weight = question.terms.idf[asked.term]
        for row, times in view.naming(asked.days).items():
            terms[row] = terms.get(row, 0.0) + weight * saturated(times)
    bigrams = view.lexical(Leg.BIGRAMS, [*question.bigrams.idf, *question.other_bigrams])
    dense = dict(view.dense(question.vector, CANDIDATES))
    rows = sorted({*_best(terms), *_best(bigrams), *dense})
    vectors, languages = view.vectors(rows), view.languages(rows)
    return {
        row: Candidate(
            languages[row],
            vectors[row],
            {
                "terms": share(terms.get(row, 0.0), question.terms),
                "bigrams": share(bigrams.get(row, 0.0), question.bigrams),
                "dense": float(vectors[row][0] @ question.vector)
                / question.yardsticks[languages[row]],
            },
        )
        for row in rows
        if row in vectors and row in languages
    }


def _best(scores: Mapping[int, float]) -> list[int]:
    return nsmallest(CANDIDATES, scores, key=lambda row: (-scores[row], row))


def share(score: float, asked: Lexicon) -> float:
    """A BM25 score as a share of the most the question could reach."""
    return min(score / asked.reach, 1.0) if asked.reach else 0.0
