"""An interrupted run goes on where it stopped, whatever was being written then."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.asking import Options, ask_all
from eval.datasets import Dataset, PastTurn
from eval.journal import FileJournal, journal_path
from eval.replies import Answered, Cited, Place, Reply
from eval.targets import Found

REPLY = Reply(
    "q",
    ("a", "b"),
    Answered(False, 0.5, (Cited((Place("a", 1, 2),), "말", True, "장관"),), None, {"answer": 1.5}),
    variants={"dense": ("b",)},
    timings={"search": 2.25},
)


class Counting:
    """Answers everything alike and counts the questions; stops working after some."""

    def __init__(self, most: int = 10**6) -> None:
        self.left = most

    def search(self, question: str, k: int) -> Found:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return ("visit",), {}

    def answer(
        self, question: str, history: Sequence[PastTurn], absent: frozenset[str] = frozenset()
    ) -> Answered | None:
        return Answered(True, None)


def test_a_reply_comes_back_as_it_was_noted(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "new" / "journal.jsonl")
    assert journal.known() == {}
    journal.note(REPLY)
    assert FileJournal(tmp_path / "new" / "journal.jsonl").known() == {"q": REPLY}
    journal.finish()
    assert journal.known() == {}


def test_a_line_cut_short_is_asked_again_and_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = FileJournal(path)
    journal.note(REPLY)
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole + whole.replace(b'"q"', b'"r"')[:cut])
        journal.note(Reply("s"))
        assert journal.known().keys() - {"r"} == {"q", "s"}


def test_only_what_is_missing_is_asked(dataset: Dataset, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "journal.jsonl")
    with pytest.raises(KeyboardInterrupt):
        ask_all(dataset, Counting(most=1 + 2), journal=journal)  # one warms up
    assert list(journal.known()) == ["q1", "q2"]
    target = Counting()
    resumed = ask_all(dataset, target, journal=journal)
    assert 10**6 - target.left == 1 + 3  # warming up; q3, q4 and q6 are searched for
    assert resumed == ask_all(dataset, Counting())


def test_questions_keep_their_order_and_their_limit(dataset: Dataset, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "journal.jsonl")
    journal.note(Reply("q5"))
    replies = ask_all(dataset, Counting(), Options(limit=3), journal=journal)
    assert [reply.id for reply in replies] == ["q1", "q3", "q5"]


def test_another_subject_has_another_journal(tmp_path: Path) -> None:
    names = {journal_path(tmp_path, {"model": model, "code": "c"}) for model in ("a", "b", "a")}
    assert len(names) == 2
