"""How much each sign counts, for answers chosen with the reader and without it.

Fitted by `benchmarks/calibrate.py` on the samples, on KorQuAD, on half of SQuAD 2.0 and on our
questions about Wikinews, of which only articles that the reader had not learnt from; then rounded.
Less than a tenth of the samples' answerable questions lie below `partial`. docs/evaluation.md says
what each set gives.
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
        "corrected": -0.3,
    },
    refusal={"coverage": 2.5, "score": 0.44, "margin": 0.86, "gap": 1.64, "foreign": 1.78},
    intercept=-3.42,
    partial=0.24,
    grounded=0.5,
    margin=1.0,
)

READ = Weights(
    sentence={
        "passage": 7.5,
        "dense": 5.5,
        "lexical": 0.9,
        "coverage": 2.5,
        "attribution": 4.0,
        "answer_type": 0.35,
        "whole": 0.9,
        "foreign": 0.25,
        # Not fitted: few questions have a corrected article, and a correction has to outrank it.
        "corrected": -1.5,
        "answerable": 0.55,
        "share": 0.7,
        "unread": -3.4,
    },
    refusal={
        "coverage": 0.8,
        "score": 0.17,
        "margin": 0.11,
        "gap": 0.53,
        "foreign": 0.84,
        "answerable": 0.34,
    },
    intercept=-2.44,
    partial=0.25,
    grounded=0.5,
    margin=3.5,
)
