"""What the reader will be taught is what the product would read: a real index, a real search."""

import json
from pathlib import Path

import pytest

from eval.adapters import load
from eval.folds import FOLDS, fold_of
from index.embedder import Embedder
from tests.training.conftest import FIRST, SECOND
from training.collect import collect
from training.held_out import is_held_out
from training.material import Asked, read

pytestmark = pytest.mark.model


def squad(path: Path) -> Path:
    """Two articles in SQuAD's form, the second with a question that nobody answers."""

    def asked(question: str, text: str, answer: str) -> dict[str, object]:
        answers = [{"text": answer, "answer_start": text.index(answer)}] if answer else []
        return {
            "id": question,
            "question": question,
            "is_impossible": not answer,
            "answers": answers,
        }

    articles = [
        ("연구원", FIRST, [asked("원장은 누구인가?", FIRST, "하늘샘")]),
        (
            "다리",
            SECOND,
            [asked("공사는 얼마나 걸리나?", SECOND, "석 달"), asked("비는?", SECOND, "")],
        ),
    ]
    data = [
        {"title": title, "paragraphs": [{"context": text, "qas": qas}]}
        for title, text, qas in articles
    ]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def alignment(model_cache: Path) -> Path:
    return model_cache / "alignment"


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder, alignment: Path
) -> Path:
    folder = tmp_path_factory.mktemp("gathering")
    collect(load(squad(folder / "squad.json")), real_embedder, alignment, folder, seed=1)
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Asked]:
    return {one.question: one for one in read(folder / "squad.read.jsonl")}


@pytest.fixture(scope="module")
def searched(folder: Path) -> dict[str, Asked]:
    return {one.question: one for one in read(folder / "squad.searched.jsonl")}


def test_what_is_collected_is_not_searched_for_again(
    folder: Path, real_embedder: Embedder, alignment: Path
) -> None:
    before = (folder / "squad.read.jsonl").stat()
    collect(load(folder / "squad.json"), real_embedder, alignment, folder, seed=1)
    assert (folder / "squad.read.jsonl").stat() == before


def test_the_search_is_given_whole_passages(searched: dict[str, Asked]) -> None:
    assert list(searched) == ["원장은 누구인가?", "공사는 얼마나 걸리나?", "비는?"]
    one = searched["원장은 누구인가?"]
    assert [answering.text for answering in one.answering] == [FIRST]
    assert [rival.text for rival in one.rivals] == [SECOND]
    assert len(one.answering[0].sentences) == 3
    assert [FIRST[start:end] for start, end in one.answering[0].answers] == ["하늘샘"]
    assert searched["비는?"].answering == ()


def test_the_right_passage_answers_and_the_other_is_a_rival(found: dict[str, Asked]) -> None:
    one = found["원장은 누구인가?"]
    (answering,) = one.answering
    assert [answering.text[start:end] for start, end in answering.answers] == ["하늘샘"]
    assert (answering.title, one.subject) == ("연구원", "연구원")
    assert "다리" in {rival.title for rival in one.rivals}
    assert not any("하늘샘" in rival.text for rival in one.rivals)


def test_a_question_without_an_answer_has_only_rivals(found: dict[str, Asked]) -> None:
    one = found["비는?"]
    assert one.answering == ()
    assert one.subject == "다리"
    assert one.rivals


def test_sentences_are_those_of_the_document(found: dict[str, Asked]) -> None:
    for one in found.values():
        for excerpt in (*one.answering, *one.rivals):
            whole = FIRST if excerpt.title == "연구원" else SECOND
            assert all(excerpt.text[start:end] in whole for start, end in excerpt.sentences)


def test_a_fifth_is_held_out_by_its_subject() -> None:
    subjects = [f"기사 {number}" for number in range(200)]
    kept = [one for one in subjects if is_held_out(Asked("?", one, (), ()))]
    assert kept == [one for one in subjects if fold_of(one) == 0]
    assert len(kept) == pytest.approx(200 / FOLDS, abs=20)
