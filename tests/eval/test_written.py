"""Questions of our own about other people's documents, and the set that is made of them."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from eval.adapters import load, wikinews
from eval.errors import DatasetError
from eval.written import check, written
from ingest.document import Document, Language

TEXT = "한빛 연구원은 3월에 문을 열었다. 원장은 하늘샘이다."
HANBIT = Document("https://example.org/한빛", "한빛 연구원", TEXT, Language.KO)


def line(question: str, answer: str | None, told: str = "") -> dict[str, object]:
    start = TEXT.index(answer) if answer else 0
    place = [start, start + len(answer)] if answer else None
    return {
        "document": HANBIT.source,
        "question": question,
        "answer": place,
        "check": told or check(HANBIT, *(place or (0, 0))),
    }


def questions(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_answers_are_where_the_file_says_and_questions_without_one_are_about_their_document(
    tmp_path: Path,
) -> None:
    file = questions(tmp_path / "a.jsonl", line("Who leads Hanbit?", "하늘샘"), line("값은?", None))
    found = written(file, [HANBIT], "own")
    assert (found.name, found.whole, found.documents) == ("own", True, (HANBIT,))
    answered, open_ = found.questions
    assert (answered.answers, answered.language) == (("하늘샘",), "en")
    assert answered.relevant == {HANBIT.source: 1}
    span = answered.gold_spans[0]
    assert TEXT[span.start : span.end] == "하늘샘"
    assert (open_.answerable, open_.relevant, open_.about) == (False, {}, HANBIT.source)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line("Who?", "하늘샘", told="0" * 12), "is not the document"),
        (line("Who?", None, told="0" * 12), "is not the document"),
        ({**line("Who?", "하늘샘"), "document": "elsewhere"}, "is not the document"),
        ({**line("Who?", "하늘샘"), "answer": [5, 5]}, "two rising numbers"),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    tmp_path: Path, bad: dict[str, object], reason: str
) -> None:
    file = questions(tmp_path / "own.jsonl", line("Who?", "하늘샘"), bad)
    with pytest.raises(DatasetError, match=f"own.jsonl, line 2: .*{reason}"):
        written(file, [HANBIT], "own")


def table(path: Path, day: str = "2026-03-02") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [
            ("작성일", "출처", "제목", "내용"),
            (day, "https://example.org/%ED%95%9C%EB%B9%9B", HANBIT.title, TEXT),
        ]
        csv.writer(file).writerows(rows)
    return path


def test_a_table_of_articles_comes_with_our_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = questions(tmp_path / "own.jsonl", line("Who leads Hanbit?", "하늘샘"))
    monkeypatch.setattr(wikinews, "QUESTIONS", own)
    found = load(table(tmp_path / "news.csv"))
    article = found.documents[0]
    assert (article.source, article.title, article.text) == (HANBIT.source, HANBIT.title, TEXT)
    assert article.published_at is not None
    assert article.published_at.date() == date(2026, 3, 2)
    assert found.questions[0].answers == ("하늘샘",)


def test_other_articles_than_ours_and_days_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is not the document"):
        load(table(tmp_path / "news.csv"))
    with pytest.raises(DatasetError, match="expected a day"):
        load(table(tmp_path / "news.csv", day="last spring"))


def test_our_questions_hold_no_words_of_the_articles_and_name_no_answer_twice() -> None:
    lines = [json.loads(one) for one in wikinews.QUESTIONS.read_text("utf-8").splitlines()]
    assert {frozenset(one) for one in lines} == {
        frozenset({"document", "question", "answer", "check"})
    }
    asked = [(one["document"], one["question"]) for one in lines]
    assert len(set(asked)) == len(asked)
