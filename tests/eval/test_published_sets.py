"""The published sets as they are counted in the literature; needs them on disk."""

import os
from pathlib import Path

import pytest

from eval.adapters import load
from eval.written import written
from ingest.document import Language

FOLDER = os.environ.get("BRIEFING_TEST_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="BRIEFING_TEST_DATA names no folder of published data sets"
)


def test_korquad_has_961_distinct_paragraphs() -> None:
    dataset = load(Path(FOLDER) / "korquad" / "KorQuAD_v1.0_dev.json")
    assert (len(dataset.documents), len(dataset.questions)) == (961, 5774)
    assert dataset.exclusions == {"repeated paragraphs": 3}
    assert all(question.answerable for question in dataset.questions)


def test_half_of_squad_2_has_3168_questions_to_refuse() -> None:
    dataset = load(Path(FOLDER) / "squad2" / "dev-v2.0.json")
    assert len(dataset.questions) == 6078
    assert sum(not question.answerable for question in dataset.questions) == 3168


@pytest.mark.parametrize(
    ("direction", "asked", "answered"),
    [
        ("q_ko-doc_ko", Language.KO, Language.KO),
        ("q_en-doc_ko", Language.EN, Language.KO),
        ("q_ko-doc_en", Language.KO, Language.EN),
    ],
)
def test_half_of_belebele_is_in_the_languages_it_says(
    direction: str, asked: Language, answered: Language
) -> None:
    dataset = load(Path(FOLDER) / "belebele-ko-en" / direction)
    assert (len(dataset.documents), len(dataset.questions)) == (254, 467)
    assert {question.language for question in dataset.questions} == {asked}
    assert {document.language for document in dataset.documents} == {answered}


def test_our_questions_about_wikinews_fit_its_articles() -> None:
    dataset = load(Path(FOLDER) / "wikinews-ko" / "wikinews.csv")
    assert (len(dataset.documents), len(dataset.questions)) == (644, 3450)
    assert sum(not question.answerable for question in dataset.questions) == 480


def test_our_korean_questions_about_squad_fit_its_paragraphs() -> None:
    documents = load(Path(FOLDER) / "squad2" / "dev-v2.0.json").documents
    questions = Path(__file__).parents[2] / "training" / "questions" / "squad-ko.jsonl"
    dataset = written(questions, documents, "squad-ko")
    assert len(dataset.questions) == 1080
    assert sum(not question.answerable for question in dataset.questions) == 120
