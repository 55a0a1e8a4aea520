"""What weights are fitted on, and how questions are held out."""

import importlib
from pathlib import Path

import pytest

from eval.datasets import Dataset, Question
from index.query import Query
from ingest.document import Document, Language
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def calibrate(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("calibrate")


def test_a_document_can_be_taken_out_of_a_ranking(calibrate, tmp_path):
    with open_plain(tmp_path / "data", FakeEmbedder()) as index:
        for name in "가나다":
            index.add(simple(f"{name} 다리를 유월에 연다.", source=f"{name}.txt"))
        ranking = index.rank(Query("다리는 언제 여나?", 3))
    best = ranking.hits[0].document.source
    left = calibrate.without(ranking, {best})
    assert [hit.document.source for hit in left.hits] == [
        hit.document.source for hit in ranking.hits[1:]
    ]
    assert [hit.rank for hit in left.hits] == [1, 2]
    assert {sentence.rank for sentence in left.sentences} == {1, 2}


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
