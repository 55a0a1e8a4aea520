"""Our own passages in two languages as data sets."""

import json
from pathlib import Path

import pytest

from eval.errors import DatasetError
from training.bilingual import bilingual

LINE = {
    "ko": "한빛 연구원은 3월에 문을 열었다. 원장은 하늘샘이다.",
    "en": "Hanbit Institute opened in March. Its director is Ha Neul-saem.",
    "questions": [
        {
            "ko": "원장은 누구인가?",
            "en": "Who is the director?",
            "answer_ko": "하늘샘",
            "answer_en": "Ha Neul-saem",
        },
        {"ko": "직원은 몇 명인가?", "en": "How many people work there?"},
    ],
}


def written(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_both_languages_are_asked_of_both(tmp_path: Path) -> None:
    korean, english = bilingual(written(tmp_path / "own.jsonl", LINE))
    assert (korean.name, english.name) == ("own-ko", "own-en")
    for dataset, answer in ((korean, "하늘샘"), (english, "Ha Neul-saem")):
        (document,) = dataset.documents
        texts = [question.text for question in dataset.questions]
        assert texts == [
            "원장은 누구인가?",
            "Who is the director?",
            "직원은 몇 명인가?",
            "How many people work there?",
        ]
        for question in dataset.questions[:2]:
            (gold,) = question.gold_spans
            assert document.text[gold.start : gold.end] == answer
        assert all(not question.answerable for question in dataset.questions[2:])
        assert {question.about for question in dataset.questions} == {document.source}
    assert korean.documents[0].source == english.documents[0].source


def test_an_answer_that_is_not_there_once_is_refused(tmp_path: Path) -> None:
    asked = {**LINE["questions"][0], "answer_en": "e"}  # type: ignore[index, dict-item]
    with pytest.raises(DatasetError, match=r"line 2, questions\[0\].*exactly once"):
        bilingual(written(tmp_path / "own.jsonl", LINE, {**LINE, "questions": [asked]}))
