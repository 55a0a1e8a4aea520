"""What went wrong, as a person reads it."""

from eval.datasets import Dataset
from eval.misses import as_text, misses
from eval.replies import Answered, Cited, Place, Reply

REPLIES = [
    Reply("q1", ("visit",), Answered(False, 0.9, (Cited((Place("visit", 0, 19),), "?", True),))),
    Reply(
        "q2",
        ("visit", "bridge"),
        Answered(False, 0.6, (Cited((Place("visit", 0, 19),), "장관은 12일\n찾았다." * 40, True),)),
        variants={"dense": ("bridge",), "bigrams": ("visit",)},
    ),
    Reply("q3", ("bridge",), Answered(True, 0.1)),
    Reply("q4", (), error="question_too_long"),
    Reply("q5", None, Answered(False, 0.7, (Cited((Place("visit", 0, 19),), "?", True),))),
]


def test_only_what_went_wrong_in_the_measure_is_listed(dataset: Dataset) -> None:
    def listed(measure: str) -> list[str]:
        return [miss.question.id for miss in misses(dataset, REPLIES, measure)]

    assert listed("gold_cited") == ["q2", "q3", "q4"]
    assert listed("RR@10") == ["q2", "q4"]
    assert listed("refused_answerable") == ["q3"]
    assert listed("refused_unanswerable") == ["q5"]


def test_a_miss_says_what_should_have_come_what_came_and_where_it_was_lost(
    dataset: Dataset,
) -> None:
    wrong, refused, failed = misses(dataset, REPLIES, "gold_cited")
    shown = as_text(wrong).splitlines()
    assert shown[0] == "q2  한결대교 공사는 얼마나 늦어지나?"
    assert shown[1] == "  gold:   석 달"
    assert shown[2].startswith("  came:   장관은 12일 찾았다.")
    assert shown[2].endswith("…  [visit] (0.60)")
    assert shown[3] == "  ranks:  all 2, dense 1, bigrams -"
    assert "  after:  한결대교 공사는 얼마나 늦어지나?" in as_text(refused)
    assert "  came:   refused (0.10)" in as_text(refused)
    assert "  error:  question_too_long" in as_text(failed)
    (unanswerable,) = misses(dataset, REPLIES, "refused_unanswerable")
    assert "  gold:   the documents do not say" in as_text(unanswerable)
