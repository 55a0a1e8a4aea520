import pytest

from eval.shingles import Overlap, mean, overlap, shingles


def test_a_run_counts_as_often_as_it_stands_there() -> None:
    # Runs found: abcd twice, bcda, cdab, dabc; true: abcd once.
    found = overlap("a b c d a b c d", "a b c d")
    assert found == Overlap(precision=1 / 5, recall=1.0)
    assert found.f1 == pytest.approx(2 * 0.2 / 1.2)


def test_words_are_compared_as_written_and_marks_are_no_words() -> None:
    assert overlap("장관은 “내년, 다시 온다”고", "장관은 내년 다시 온다 고").f1 == 1.0
    assert overlap("The minister came back", "the minister came back").f1 == 0.0


def test_a_short_text_is_one_run() -> None:
    assert dict(shingles("두 장관")) == {("두", "장관"): 1}
    assert not shingles("…")


def test_nothing_found_has_no_precision_and_costs_recall() -> None:
    nothing = overlap("", "a b c d")
    assert nothing == Overlap(precision=None, recall=0.0)
    # Precision over the one text where something was found, recall over both.
    assert mean([nothing, overlap("a b c d e", "a b c d")]) == Overlap(precision=0.5, recall=0.5)
