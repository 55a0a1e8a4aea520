"""Whether the documents answer at all: a calibrated probability, and what is done with it.

A logistic regression over a few signs of the ranking, fitted by `benchmarks/calibrate_refusal.py`
on KorQuAD, each question once with and once without its article, and on the samples' answerable
and unanswerable questions; docs/evaluation.md says what it gives on each.
"""

from collections.abc import Mapping, Sequence
from math import exp

from index.query import Ranking
from service.answering.answer import Status
from service.answering.followup import Understood
from service.answering.select import Candidate

# Below PARTIAL the answer is refused: a tenth of the samples' answerable questions lie there.
GROUNDED, PARTIAL = 0.5, 0.22

COEFFICIENTS: Mapping[str, float] = {
    "coverage": 2.39,
    "score": 0.38,
    "margin": 1.79,
    "gap": 0.57,
    "foreign": 1.57,
}
INTERCEPT = -3.56

# The sentences that set the level the best one has to rise above: neither its rivals nor the tail.
_LEVEL = slice(10, 30)


def confidence(ranking: Ranking, found: Sequence[Candidate], understood: Understood) -> float:
    """The probability, in [0, 1], that the documents answer the question; 0 without sentences."""
    if not found:
        return 0.0
    values = signs(ranking, found, understood)
    logit = INTERCEPT + sum(COEFFICIENTS[name] * value for name, value in values.items())
    return 1.0 / (1.0 + exp(-logit))


def signs(
    ranking: Ranking, found: Sequence[Candidate], understood: Understood
) -> Mapping[str, float]:
    """What the probability is made of, by name; `found` is best first and not empty.

    `coverage`: the share of the question's idf in the best sentence's passage. `score`: the best
    sentence's. `margin`: how far it lies above ordinary sentences. `gap`: how far the best passage
    lies above the fifth. `foreign`: the best sentence is in another language than the question,
    and its passage nearer than that language's passages are on average.
    """
    best, first = found[0], ranking.hits[0]
    ordinary = [candidate.score for candidate in found[_LEVEL] or found[1:] or found]
    foreign = best.hit.document.language is not understood.language
    fifth = ranking.hits[min(4, len(ranking.hits) - 1)]
    return {
        "coverage": best.hit.scores["coverage"],
        "score": best.score,
        "margin": best.score - sum(ordinary) / len(ordinary),
        "gap": first.score - fifth.score,
        "foreign": float(foreign and best.hit.scores["dense"] > 0),
    }


def status_of(sure: float) -> Status:
    """Grounded, partial, or not in the documents."""
    if sure >= GROUNDED:
        return Status.GROUNDED
    return Status.PARTIAL if sure >= PARTIAL else Status.NOT_IN_DOCUMENTS
