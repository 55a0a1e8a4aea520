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
        "passage": 9.0,
        "dense": 11.5,
        "lexical": 1.7,
        "coverage": 4.8,
        "attribution": 5.0,
        "answer_type": 0.7,
        "whole": 1.1,
        "foreign": 1.0,
        # Not fitted: few questions have a corrected article, and a correction has to outrank it.
        "corrected": -1.8,
    },
    refusal={"coverage": 1.7, "score": 0.14, "margin": 0.11, "gap": 2.1, "foreign": 1.6},
    intercept=-3.96,
    partial=0.24,
    grounded=0.5,
    margin=6.0,
)

READ = Weights(
    sentence={
        "passage": 7.0,
        "dense": 4.4,
        "lexical": 2.4,
        "coverage": 2.7,
        "attribution": 3.8,
        "answer_type": 0.39,
        "whole": 0.79,
        "foreign": 0.44,
        "corrected": -1.5,
        "answerable": 0.76,
        "share": 0.6,
        "unread": -2.9,
    },
    refusal={
        "coverage": 1.4,
        "score": 0.145,
        "margin": 0.15,
        "gap": 0.93,
        "foreign": 0.52,
        "answerable": 0.43,
    },
    intercept=-3.16,
    partial=0.19,
    grounded=0.4,
    margin=3.5,
)
