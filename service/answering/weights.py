"""How much each sign counts, for answers chosen with the reader and without it.

Fitted by `benchmarks/calibrate.py` on the samples, on KorQuAD and on half of SQuAD 2.0, of which
only articles that the reader had not learnt from; then rounded. `partial` is where a tenth of the
samples' answerable questions lie below. docs/evaluation.md says what each set gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """`sentence` weighs the signs of a sentence (service.answering.select); `refusal` and
    `intercept` those of the question being answered at all (service.answering.refuse). An answer
    surer than `grounded` is given as such, one between as partial, one below `partial` refused.
    `margin` is how far below the best sentence another may score and still be cited."""

    sentence: Mapping[str, float]
    refusal: Mapping[str, float]
    intercept: float
    partial: float
    grounded: float
    margin: float


UNREAD = Weights(
    sentence={
        "passage": 1.5,
        "dense": 1.0,
        "lexical": 1.0,
        "coverage": 0.75,
        "attribution": 1.0,
        "answer_type": 0.15,
        "whole": 0.1,
        "foreign": 0.3,
    },
    refusal={"coverage": 2.5, "score": 0.44, "margin": 0.86, "gap": 1.64, "foreign": 1.78},
    intercept=-3.42,
    partial=0.24,
    grounded=0.5,
    margin=1.0,
)

READ = Weights(
    sentence={
        "passage": 9.0,
        "dense": 5.0,
        # Less than nothing beside the passage's score, which holds it already.
        "lexical": -1.25,
        "coverage": 3.0,
        "attribution": 5.5,
        "answer_type": 0.6,
        "whole": 0.75,
        "foreign": 0.5,
        "answerable": 0.5,
        "share": 0.5,
    },
    refusal={
        "coverage": 2.62,
        "score": 0.07,
        "margin": 0.23,
        "gap": 0.29,
        "foreign": 1.42,
        "answerable": 0.33,
    },
    intercept=-3.59,
    partial=0.23,
    grounded=0.5,
    margin=3.5,
)
