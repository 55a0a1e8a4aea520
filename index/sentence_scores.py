"""The sentences of the best passages, each with its own evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.candidates import Candidate, share
from index.fusion import Lexicon
from index.named_days import NamedDays
from index.question import Question
from index.records import StoredSentence
from index.view import View

# BM25 over one sentence: k1 and b as for passages; the mean length of a news sentence in terms.
_K1, _B, _MEAN_TERMS = 1.2, 0.75, 18.0


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A stored sentence with its scores (see index.query.RankedSentence), and those of the
    question's terms that it holds."""

    stored: StoredSentence
    held: frozenset[str]
    dense: float
    lexical: float
    coverage: float


def score_sentences(
    view: View, question: Question, passages: Mapping[int, Candidate]
) -> dict[int, list[ScoredSentence]]:
    """The sentences of passages by row, in the order of the text."""
    scored: dict[int, list[ScoredSentence]] = {}
    named = view.named_days(passages) if question.days else {}
    for row, stored in view.sentences(passages).items():
        passage = passages[row]
        standing = passage.vectors[1:] @ question.vector / question.yardsticks[passage.language]
        scored[row] = [
            _scored(sentence, float(standing[sentence.ordinal]), question, named.get(row, ()))
            for sentence in stored
        ]
    return scored


def _scored(
    sentence: StoredSentence, standing: float, question: Question, named: Iterable[NamedDays]
) -> ScoredSentence:
    days = [one.days for one in named if sentence.start <= one.start < sentence.end]
    words = question.in_its_words(sentence.terms, days)
    held = question.terms.held(words)
    return ScoredSentence(
        sentence,
        held,
        standing,
        _bm25(words, held, question.terms),
        question.terms.coverage(held),
    )


def _bm25(words: Sequence[str], held: Iterable[str], asked: Lexicon) -> float:
    """BM25 of a sentence with the passages' idf, as a share of the question's reach."""
    damping = _K1 * (1 - _B + _B * len(words) / _MEAN_TERMS)
    counts = ((term, words.count(term)) for term in held)
    score = sum(asked.idf[t] * n * (_K1 + 1) / (n + damping) for t, n in counts)
    return share(score, asked)
