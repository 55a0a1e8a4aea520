"""What weights are fitted on, and how questions are held out."""

import importlib
from pathlib import Path

import pytest

from eval.datasets import Dataset, Question
from ingest.document import Document, Language

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def calibrate(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("calibrate")


def test_questions_about_one_article_are_held_out_together(calibrate):
    documents = tuple(
        Document(f"{article}-{paragraph}", title, "글", Language.KO)
        for article, title in enumerate(["다리", "백신", "", "", "전지", "항구", "도로"])
        for paragraph in range(2)
    )
    about = [Question(f"q{d.source}", "?", Language.KO, relevant={d.source: 1}) for d in documents]
    unanswered = Question("no", "?", Language.KO, answerable=False, about="0-1")
    of_nothing = Question("none", "?", Language.KO, answerable=False)
    questions = (*about, unanswered, of_nothing)
    parts = calibrate.parts_of(Dataset("set", documents, questions, whole=True), questions)
    # Paragraphs without a title are articles of their own: 다리, 백신, four of these, and so on.
    assert parts[:4] == [0, 0, 1, 1]
    assert parts[4:8] == [2, 3, 4, 0]
    assert parts[8:14] == [1, 1, 2, 2, 3, 3]
    assert parts[14:] == [0, 4]
