"""Whether the documents answer at all: a calibrated probability, and what is done with it.

A logistic regression over a few signs of the ranking, fitted by `benchmarks/calibrate.py` on
KorQuAD, each question once with and once without its paragraph, and on answerable and unanswerable
questions of other sets; docs/evaluation.md says what it gives on each.
"""

from collections.abc import Mapping, Sequence
from math import exp

from index.query import Ranking
from service.answering.answer import Status
from service.answering.followup import Understood
from service.answering.select import Candidate
from service.answering.weights import Weights
from service.answering.whose_words import least_attribution

# The sentences that set the level the best one has to rise above: neither its rivals nor the tail.
_LEVEL = slice(10, 30)


def confidence(
    ranking: Ranking, found: Sequence[Candidate], understood: Understood, weights: Weights
) -> float:
    """The probability, in [0, 1], that the documents answer the question; 0 without sentences."""
    if not found:
        return 0.0
    values = signs(ranking, found, understood)
    logit = weights.intercept + sum(w * values[name] for name, w in weights.refusal.items())
    return 1.0 / (1.0 + exp(-logit))


def signs(
    ranking: Ranking, found: Sequence[Candidate], understood: Understood
) -> Mapping[str, float]:
    """What the probability is made of, by name; `found` is best first and not empty.

    `coverage`: the share of the question's idf in the best sentence's passage. `score`: the best
    sentence's. `margin`: how far it lies above ordinary sentences. `gap`: how far the best passage
    lies above the fifth. `foreign`: the best sentence is in another language than the question,
    and its passage nearer than that language's passages are on average. `answerable`: what
    the reader, where there is one, makes of that passage.
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
        **({"answerable": best.parts["answerable"]} if "answerable" in best.parts else {}),
    }


def status_of(
    sure: float, found: Sequence[Candidate], understood: Understood, weights: Weights
) -> Status:
    """Grounded, partial, or not in the documents; words to somebody else than the question names
    are the nearest that the documents come, at most, and words of the very one whom it names are
    no less than near."""
    if sure < weights.partial and not _of_whom_it_names(found, understood):
        return Status.NOT_IN_DOCUMENTS
    outright = sure >= weights.grounded and not found[0].to_another
    return Status.GROUNDED if outright else Status.PARTIAL


def _of_whom_it_names(found: Sequence[Candidate], understood: Understood) -> bool:
    least = least_attribution(understood)
    return least is not None and bool(found) and found[0].parts["attribution"] >= least
