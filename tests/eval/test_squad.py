import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from eval.adapters import load
from eval.datasets import Dataset, GoldSpan
from eval.errors import DatasetError
from ingest.document import Language

CONTEXT = "장관은 12일 연구원을 찾았다. 원장은 계획을 밝혔다."


def qa(**changed: Any) -> dict[str, Any]:
    answer = {"text": "12일", "answer_start": 4}
    return {"id": "q1", "question": "장관이 찾은 날은?", "answers": [answer]} | changed


def squad(folder: Path, *paragraphs: dict[str, Any], title: str = "방문") -> Path:
    path = folder / "set.json"
    article = {"title": title, "paragraphs": list(paragraphs)}
    path.write_text(json.dumps({"version": "1", "data": [article]}), encoding="utf-8")
    return path


def one(folder: Path, *questions: dict[str, Any]) -> Dataset:
    return load(squad(folder, {"context": CONTEXT, "qas": list(questions)}))


def test_a_paragraph_is_a_document_and_an_answer_a_span_of_it(tmp_path: Path) -> None:
    dataset = one(tmp_path, qa())
    (document,), (question,) = dataset.documents, dataset.questions
    assert (document.title, document.text, document.language) == ("방문", CONTEXT, Language.KO)
    assert question.relevant == {document.source: 1}
    (gold,) = question.gold_spans
    assert gold == GoldSpan(document.source, 4, 7)
    assert document.text[gold.start : gold.end] == "12일"
    assert (dataset.name, dataset.whole) == ("set", True)


def test_a_repeated_paragraph_is_one_document_and_is_counted(tmp_path: Path) -> None:
    again = [{"context": CONTEXT, "qas": [qa(id=name)]} for name in ("q1", "q2")]
    dataset = load(squad(tmp_path, *again))
    assert len(dataset.documents) == 1
    assert [list(question.relevant) for question in dataset.questions] == [["0000-0000"]] * 2
    assert dataset.exclusions == {"repeated paragraphs": 1}


def test_an_impossible_question_is_there_to_be_refused(tmp_path: Path) -> None:
    plausible = [{"text": "12일", "answer_start": 4}]
    dataset = one(tmp_path, qa(is_impossible=True, answers=[], plausible_answers=plausible))
    (question,) = dataset.questions
    assert not question.answerable
    assert (question.relevant, question.gold_spans, question.answers) == ({}, (), ())


def test_the_same_answer_of_several_annotators_counts_once(tmp_path: Path) -> None:
    marked = [("12일", 4), ("12일", 4), ("연구원", 8)]
    dataset = one(tmp_path, qa(answers=[{"text": t, "answer_start": s} for t, s in marked]))
    (question,) = dataset.questions
    assert [(gold.start, gold.end) for gold in question.gold_spans] == [(4, 7), (8, 11)]
    assert question.answers == ("12일", "연구원")


def test_offsets_follow_the_text_into_its_composed_form(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", CONTEXT)
    start = apart.index(unicodedata.normalize("NFD", "원장"))
    answer = {"text": unicodedata.normalize("NFD", "원장"), "answer_start": start}
    dataset = load(squad(tmp_path, {"context": apart, "qas": [qa(answers=[answer])]}))
    (gold,) = dataset.questions[0].gold_spans
    assert dataset.documents[0].text == CONTEXT
    assert CONTEXT[gold.start : gold.end] == "원장"


def test_klue_names_its_questions_guid(tmp_path: Path) -> None:
    question = qa()
    del question["id"]
    dataset = one(tmp_path, question | {"guid": "klue-1"})
    assert dataset.questions[0].id == "klue-1"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (qa(answers=[{"text": "13일", "answer_start": 4}]), "expected the answer '13일' at 4"),
        (qa(answers=[{"text": "12일", "answer_start": -1}]), "expected the answer '12일' at -1"),
        (qa(answers=[{"text": "12일"}]), "expected a whole number in 'answer_start'"),
        (qa(answers=[]), "has no answer and is not marked is_impossible"),
        (qa(question=None), "expected text in 'question'"),
        (qa(id=""), "expected text in 'id' or 'guid'"),
        (qa(is_impossible="no"), "expected true or false in 'is_impossible'"),
    ],
)
def test_a_bad_question_is_refused_by_its_place(
    tmp_path: Path, question: dict[str, Any], reason: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        one(tmp_path, qa(id="fine"), question)
    assert reason in str(caught.value)
    assert "data[0], paragraphs[0], qas[1]" in str(caught.value)
    assert caught.value.code == "bad_dataset"


def test_an_id_taken_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="'q1' is already taken"):
        one(tmp_path, qa(), qa())
