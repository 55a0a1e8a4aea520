"""The sentences of the best passages, each with its own evidence."""

from dataclasses import dataclass

from index.candidates import share
from index.centring import standing
from index.fusion import Lexicon
from index.question import Question
from index.records import StoredSentence
from index.view import View

# BM25 over one sentence: k1 and b as for passages; the mean length of a news sentence in terms.
_K1, _B, _MEAN_TERMS = 1.2, 0.75, 18.0


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A stored sentence with its scores: see index.query.RankedSentence."""

    stored: StoredSentence
    dense: float
    lexical: float
    coverage: float


def score_sentences(
    view: View, question: Question, rows: list[int]
) -> dict[int, list[ScoredSentence]]:
    """The sentences of passages by row, in the order of the text."""
    vectors, languages = view.vectors(rows), view.languages(rows)
    scored: dict[int, list[ScoredSentence]] = {}
    for row, stored in view.sentences(rows).items():
        scored[row] = []
        for sentence in stored:
            words = question.in_its_words(sentence.terms)
            cosine = float(vectors[row][1 + sentence.ordinal] @ question.vector)
            scored[row].append(
                ScoredSentence(
                    sentence,
                    standing(cosine, question.vector, languages[row], view.snapshot.extras),
                    _bm25(words, question.terms),
                    question.terms.coverage(words),
                )
            )
    return scored


def _bm25(words: list[str], asked: Lexicon) -> float:
    """BM25 of a sentence with the passages' idf, as a share of the question's reach."""
    damping = _K1 * (1 - _B + _B * len(words) / _MEAN_TERMS)
    counts = {term: words.count(term) for term in asked.idf.keys() & set(words)}
    score = sum(asked.idf[t] * n * (_K1 + 1) / (n + damping) for t, n in counts.items())
    return share(score, asked)
