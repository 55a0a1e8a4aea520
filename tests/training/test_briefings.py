"""Our own briefings as a data set."""

from pathlib import Path

import pytest

from eval.errors import DatasetError
from index.embedder import Embedder
from ingest.document import Language
from tests.training.test_bilingual import written
from training.briefings import briefings
from training.collect import collect
from training.material import read

BRIEFING = {
    "title": "연구원, 새 건물",
    "text": "장관은 원장에게 공사를 앞당겨 달라고 주문했다.\n원장은 석 달이면 된다고 답했다.",
    "questions": [
        {"question": "장관이 원장에게 주문한 것은?", "answer": "공사를 앞당겨 달라"},
        {
            "question": "그는 뭐라고 답했어?",
            "history": [{"question": "장관이 원장에게 주문한 것은?"}],
            "answer": "석 달이면 된다",
        },
        {"question": "How much will it cost?", "history": [{"question": "What did he ask?"}]},
    ],
}


def test_questions_come_with_those_before_them(tmp_path: Path) -> None:
    dataset = briefings(written(tmp_path / "briefings.jsonl", BRIEFING))
    (document,) = dataset.documents
    assert (dataset.name, dataset.whole, document.title) == ("briefings", True, "연구원, 새 건물")
    first, second, third = dataset.questions
    (gold,) = second.gold_spans
    assert document.text[gold.start : gold.end] == "석 달이면 된다"
    assert [turn.question for turn in second.history] == [first.text]
    assert (third.answerable, third.language) == (False, Language.EN)
    assert not third.relevant
    assert first.history == ()


def test_briefings_of_one_affair_are_held_out_together(tmp_path: Path) -> None:
    path = tmp_path / "briefings.jsonl"
    briefing = {**BRIEFING, "title": "연구원, 낡은 건물"}
    written(
        path,
        BRIEFING,
        briefing,
        {**BRIEFING, "affair": "새 건물"},
        {**briefing, "affair": "새 건물"},
    )
    articles = list(briefings(path).articles.values())
    assert articles == ["연구원, 새 건물", "연구원, 낡은 건물", "새 건물", "새 건물"]


def test_an_answer_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    asked = {"question": "누구인가?", "answer": "원장"}
    with pytest.raises(DatasetError, match=r"line 1, questions\[0\].*exactly once"):
        briefings(written(tmp_path / "own.jsonl", {**BRIEFING, "questions": [asked]}))


@pytest.mark.model
def test_a_follow_up_is_learnt_as_it_is_searched_for(
    tmp_path: Path, real_embedder: Embedder, model_cache: Path
) -> None:
    dataset = briefings(written(tmp_path / "own.jsonl", BRIEFING))
    collect(dataset, real_embedder, model_cache / "alignment", tmp_path, seed=1)
    first, second, _ = read(tmp_path / "own.read.jsonl")
    assert first.question == "장관이 원장에게 주문한 것은?"
    assert second.question.endswith(": 그는 뭐라고 답했어?")
    assert [one.question for one in read(tmp_path / "own.searched.jsonl")][1] == second.question
