"""One score of several, whatever the weights are."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import (
    FOREIGN,
    FOREIGN_WEIGHTS,
    FULLY_CREDITED,
    WEIGHTS,
    Lexicon,
    fuse,
    lexicon,
)

SHARES = st.floats(0, 1)
PARTS = st.fixed_dictionaries(dict.fromkeys(WEIGHTS, SHARES))


def test_the_ends_of_the_scale():
    assert fuse(dict.fromkeys(WEIGHTS, 1.0)) == pytest.approx(1.0)
    assert fuse(dict.fromkeys(WEIGHTS, 0.0)) == 0.0
    assert fuse({}) == 0.0


def test_one_part_counts_for_its_share_of_all_weights():
    total = sum(WEIGHTS.values())
    for name, weight in WEIGHTS.items():
        assert fuse({name: 1.0}) == pytest.approx(weight / total)


@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.floats(-9, 9)), st.booleans())
def test_a_score_never_leaves_its_scale(parts, foreign):
    assert 0.0 <= fuse(parts, foreign=foreign) <= 1.0


@given(PARTS, st.permutations(sorted(WEIGHTS)))
def test_the_order_of_the_parts_does_not_matter(parts, order):
    assert fuse({name: parts[name] for name in order}) == pytest.approx(fuse(parts))


@given(PARTS, st.sampled_from(sorted(WEIGHTS)), SHARES)
def test_more_of_a_part_is_never_worse(parts, name, more):
    better = parts | {name: max(parts[name], more)}
    assert fuse(better) >= fuse(parts)


def test_a_passage_in_another_language_that_is_no_nearer_than_others_has_no_credit():
    assert fuse({"dense": -0.01}, foreign=True) == 0.0
    near, nearer = (fuse({"dense": share * FULLY_CREDITED}, foreign=True) for share in (1, 2))
    gained = FOREIGN_WEIGHTS["dense"] * FULLY_CREDITED
    assert near == pytest.approx((FOREIGN + gained) / sum(WEIGHTS.values()))
    assert nearer - near == pytest.approx(gained / sum(WEIGHTS.values()))


@given(PARTS)
def test_a_passage_in_another_language_is_not_held_to_the_question_s_words(parts):
    assert fuse(parts, foreign=True) >= fuse(parts)


def test_idf_is_higher_for_rarer_terms_and_never_zero():
    found = lexicon(["흔한", "드문", "없는", "드문"], {"흔한": 9, "드문": 1}, 10).idf
    assert list(found) == ["흔한", "드문", "없는"]
    assert found["드문"] == pytest.approx(log(9.5 / 1.5))
    assert found["없는"] == pytest.approx(log(10.5 / 0.5))
    assert found["흔한"] == 1e-6  # log(1.5 / 9.5) is below zero
    assert lexicon([], {}, 10).reach == 0.0


def test_coverage_is_the_share_of_idf_found():
    asked = Lexicon({"장관": 3.0, "요청": 1.0})
    assert asked.coverage(["장관"]) == 0.75
    assert asked.coverage(["요청", "요청", "오늘"]) == 0.25
    assert asked.coverage(["요청", "장관"]) == 1.0
    assert asked.coverage([]) == 0.0
    assert Lexicon({}).coverage(["장관"]) == 0.0


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(30, 500))
def test_no_passage_exceeds_the_reach_however_often_it_says_a_term(counts, passages):
    """BM25 by its formula, of a passage of average length."""
    terms = [f"t{place}" for place in range(len(counts))]
    frequencies = dict(zip(terms, counts, strict=True))
    asked = lexicon(terms, frequencies, passages)
    said_a_million_times = sum(
        idf * 1_000_000 * (1.2 + 1) / (1_000_000 + 1.2) for idf in asked.idf.values()
    )
    assert said_a_million_times <= asked.reach
    assert said_a_million_times == pytest.approx(asked.reach, rel=1e-5)
