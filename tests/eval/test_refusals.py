"""Refusal figures against what they are defined as, counted out."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.refusals import Judged, calibration, operating_points, refusal_figures

ANSWERED = [
    Judged(answerable=True, refused=False, confidence=0.95),
    Judged(answerable=True, refused=False, confidence=0.85),
    Judged(answerable=True, refused=True, confidence=0.15),
    Judged(answerable=False, refused=True, confidence=0.05),
    Judged(answerable=False, refused=False, confidence=0.85),
]


def test_by_hand() -> None:
    assert refusal_figures(ANSWERED) == pytest.approx(
        {
            "refusal_precision": 1 / 2,
            "refusal_recall": 1 / 2,
            "refusal_f1": 1 / 2,
            "refusal_auroc": (1 + 1 + 1 + 0.5 + 1 + 0) / 6,
            "ece": (0.05 + 0.7 + 0.85 + 0.05) / 5,
            "brier": (0.05**2 + 0.15**2 + 0.85**2 + 0.05**2 + 0.85**2) / 5,
        }
    )


def test_bins_hold_the_mean_confidence_and_the_share_of_answers() -> None:
    assert calibration(ANSWERED) == [
        {"questions": 1, "confidence": 0.05, "answerable": 0.0},
        {"questions": 1, "confidence": 0.15, "answerable": 1.0},
        {"questions": 2, "confidence": 0.85, "answerable": 0.5},
        {"questions": 1, "confidence": 0.95, "answerable": 1.0},
    ]


def test_every_threshold_is_an_operating_point() -> None:
    assert operating_points(ANSWERED) == [
        {"threshold": 0.05, "precision": 1.0, "recall": 0.5},
        {"threshold": 0.15, "precision": 0.5, "recall": 0.5},
        {"threshold": 0.85, "precision": 0.5, "recall": 1.0},
        {"threshold": 0.95, "precision": 0.4, "recall": 1.0},
    ]


def test_where_there_is_nothing_to_divide_by_there_is_no_figure() -> None:
    assert set(refusal_figures([]).values()) == {None}
    assert calibration([]) == operating_points([]) == []
    sure = refusal_figures([Judged(answerable=True, refused=False, confidence=1.0)])
    assert sure["refusal_precision"] is sure["refusal_auroc"] is None
    assert sure["ece"] == 0.0


judged = st.builds(
    Judged, st.booleans(), st.booleans(), st.none() | st.floats(0, 1, allow_nan=False)
)


@given(st.lists(judged, max_size=12))
def test_equal_to_the_definitions(found: list[Judged]) -> None:
    figures = refusal_figures(found)
    assert all(value is None or 0 <= value <= 1 for value in figures.values())
    known = [one for one in found if one.confidence is not None]
    pairs = [
        (a.confidence or 0.0, b.confidence or 0.0)
        for a, b in itertools.product(known, known)
        if a.answerable and not b.answerable
    ]
    wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
    assert figures["refusal_auroc"] == (pytest.approx(wins / len(pairs)) if pairs else None)
    distance = 0.0
    for number in range(10):
        inside = [c for c in known if min(int((c.confidence or 0.0) * 10), 9) == number]
        distance += abs(sum(c.answerable - (c.confidence or 0.0) for c in inside))
    assert figures["ece"] == (pytest.approx(distance / len(known)) if known else None)
