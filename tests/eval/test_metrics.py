"""Our figures against values worked out by hand and against the definitions written out here."""

import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import DEPTH, MEASURES, mean_scores, retrieval_scores


def test_one_relevant_document_at_rank_two() -> None:
    scores = retrieval_scores({"q": {"a": 1}}, {"q": ["b", "a", "c"]})["q"]
    assert scores == pytest.approx(
        {
            "R@1": 0,
            "R@5": 1,
            "R@10": 1,
            "Success@1": 0,
            "Success@5": 1,
            "Success@10": 1,
            "RR@10": 1 / 2,
            "AP@10": 1 / 2,
            "nDCG@10": 1 / math.log2(3),
        }
    )


def test_graded_relevance_prefers_the_higher_grade_first() -> None:
    scores = retrieval_scores({"q": {"a": 1, "b": 2}}, {"q": ["a", "b"]})["q"]
    # (1/log2(2) + 2/log2(3)) / (2/log2(2) + 1/log2(3))
    assert scores["nDCG@10"] == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert (scores["R@1"], scores["Success@1"]) == (0.5, 1.0)


def test_a_question_missing_from_the_run_scores_zero() -> None:
    scores = retrieval_scores({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": ["a"]})
    assert set(scores["q1"].values()) == {1.0}
    assert set(scores["q2"].values()) == {0.0}
    assert mean_scores(scores.values())["MRR@10"] == 0.5


def test_an_empty_run_and_empty_judgements() -> None:
    assert set(retrieval_scores({"q": {"a": 1}}, {})["q"].values()) == {0.0}
    assert set(retrieval_scores({"q": {"a": 1}}, {"q": []})["q"].values()) == {0.0}
    assert retrieval_scores({}, {}) == {}
    assert mean_scores([])["R@1"] is None


def test_a_document_that_comes_twice_counts_where_it_comes_first() -> None:
    twice = retrieval_scores({"q": {"a": 1, "b": 1}}, {"q": ["a", "a", "b"]})
    once = retrieval_scores({"q": {"a": 1, "b": 1}}, {"q": ["a", "b"]})
    assert twice == once


def test_the_order_given_is_the_order_scored_whatever_the_names() -> None:
    # trec_eval would break a tie towards the larger name; a ranking has no ties.
    for names in (["a", "z"], ["z", "a"]):
        assert retrieval_scores({"q": {names[0]: 1}}, {"q": names})["q"]["R@1"] == 1.0


def test_what_comes_after_rank_ten_is_not_seen() -> None:
    ranking = [f"d{number}" for number in range(10)] + ["gold"]
    assert set(retrieval_scores({"q": {"gold": 1}}, {"q": ranking})["q"].values()) == {0.0}


def by_definition(grades: Mapping[str, int], ranking: Sequence[str]) -> dict[str, float]:
    """The formulas of the module's docstring, spelt out with nothing but arithmetic."""
    order = list(dict.fromkeys(ranking))
    relevant = {name for name, grade in grades.items() if grade > 0}
    values = {}
    for k in (1, 5, 10):
        found = relevant & set(order[:k])
        values[f"R@{k}"] = len(found) / len(relevant) if relevant else 0.0
        values[f"Success@{k}"] = float(bool(found))
    ranks = [rank for rank, name in enumerate(order[:DEPTH], 1) if name in relevant]
    values["RR@10"] = 1 / ranks[0] if ranks else 0.0
    precisions = [sum(n in relevant for n in order[:r]) / r for r in ranks]
    values["AP@10"] = sum(precisions) / len(relevant) if relevant else 0.0
    best = sorted(grades.values(), reverse=True)
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best[:DEPTH], 1))
    gain = sum(grades.get(name, 0) / math.log2(r + 1) for r, name in enumerate(order[:DEPTH], 1))
    values["nDCG@10"] = gain / ideal if ideal else 0.0
    return values


names = st.sampled_from([f"d{number}" for number in range(15)])


@given(
    st.dictionaries(names, st.integers(0, 3), min_size=1, max_size=15),
    st.lists(names, max_size=20),
)
def test_scores_equal_the_definitions(grades: dict[str, int], ranking: list[str]) -> None:
    scores = retrieval_scores({"q": grades}, {"q": ranking})["q"]
    assert scores == pytest.approx(by_definition(grades, ranking))
    assert tuple(scores) == MEASURES
    assert all(0 <= value <= 1 for value in scores.values())
