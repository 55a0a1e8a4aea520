"""A data set against a real index, with answers written down beforehand."""

from dataclasses import replace
from pathlib import Path

import pytest

import index
from eval.asking import ask_all, selected
from eval.datasets import Dataset
from eval.errors import CorpusMismatch
from eval.indexing import QUESTION_TIME_FILES, Filled, fill, index_folder
from eval.scoring import score_all
from eval.targets import InProcess, documents_of
from index.corpus import Index
from index.query import Query
from index.records import Copy
from ingest.document import Language
from ingest.pipeline import prepare
from service.answering.answer import Answer, Citation, Status
from service.answering.question import Question as Asked
from service.errors import QuestionTooLong


class Scripted:
    """Cites the sentence that was written down for a question, and refuses the others."""

    def __init__(self, index: Index, script: dict[str, str]) -> None:
        self._index = index
        self._script = script
        self.histories: list[tuple[str, ...]] = []

    def answer(self, asked: Asked) -> Answer:
        self.histories.append(tuple(turn.question for turn in asked.history))
        if self._script.get(asked.text) == "error":
            raise QuestionTooLong("too long")
        cited = self._cite(self._script.get(asked.text))
        return Answer(
            status=Status.GROUNDED if cited else Status.NOT_IN_DOCUMENTS,
            text="",
            language=Language.KO,
            citations=cited,
            hits=(),
            timings={"select": 2.0},
            confidence=0.75,
            question=asked.text,
        )

    def _cite(self, quote: str | None) -> tuple[Citation, ...]:
        if quote is None:
            return ()
        (document,) = [d for d in self._index.documents(100, 0) if quote in d.text]
        start = document.text.index(quote)
        return (
            Citation(
                marker=1,
                doc_id=document.doc_id,
                passage_id=f"{document.doc_id}-0",
                start=start,
                end=start + len(quote),
                quote=quote,
                speaker=None,
                addressee=None,
                title=document.title,
                publisher=None,
                published_at=None,
                url=None,
                verified=True,
            ),
        )


def test_every_question_is_searched_and_answered_where_it_can_be(
    dataset: Dataset, index: Index
) -> None:
    fill(index, dataset)
    engine = Scripted(
        index,
        {
            "장관이 찾은 곳은?": "장관은 12일 한빛연구원을 찾았다.",
            "한결대교 공사는 얼마나 늦어지나?": "교통부는 강풍을 이유로 들었다.",
            "그 이유는?": "교통부는 강풍을 이유로 들었다.",
            "독감 백신 접종은 언제 시작되나?": "error",
        },
    )
    replies = ask_all(dataset, InProcess(index, engine))
    asked = {one.question.id: one for one in score_all(dataset, replies)}

    assert list(asked) == ["q1", "q2", "q3", "q4", "q5", "q6"]
    searched = {name: (one.reply.ranking or ())[:1] for name, one in asked.items()}
    assert searched == {
        "q1": ("visit",),
        "q2": ("bridge",),
        "q3": ("bridge",),  # found by its rewrite
        "q4": ("vaccine",),
        "q5": (),  # nothing is relevant: not searched
        "q6": ("vaccine",),
    }
    right = {name: one.answer.get("right_sentence@1") for name, one in asked.items()}
    assert right == {"q1": 1, "q2": 0, "q3": 1, "q4": 0, "q5": None, "q6": None}
    refused = {name: one.judged.refused for name, one in asked.items() if one.judged}
    assert refused == {"q1": False, "q2": False, "q3": False, "q5": True}
    assert asked["q5"].retrieval is None
    assert asked["q6"].answer == {}  # no gold span, and answerable: nothing to check
    assert asked["q4"].reply.error == "question_too_long"
    assert asked["q1"].reply.timings.keys() == {"search", "search cpu"}
    assert asked["q1"].reply.answered is not None
    assert asked["q1"].reply.answered.timings.keys() == {
        "answer",
        "answer cpu",
        "answer.select",
    }
    assert ("한결대교 공사는 얼마나 늦어지나?",) in engine.histories


def test_a_follow_up_is_asked_by_its_rewrite_too(dataset: Dataset, index: Index) -> None:
    fill(index, dataset)
    script = {"한결대교 공사가 늦어지는 이유는?": "교통부는 강풍을 이유로 들었다."}
    replies = ask_all(dataset, InProcess(index, Scripted(index, script)))
    scores = {one.question.id: one.answer for one in score_all(dataset, replies)}
    assert (scores["q3"]["follow_up_cited"], scores["q3"]["rewrite_cited"]) == (0, 1)
    assert "rewrite_cited" not in scores["q1"]
    same = replace(dataset.questions[2], rewrite="그 이유는?")
    only = replace(dataset, questions=(same,))
    (one,) = score_all(only, ask_all(only, InProcess(index, Scripted(index, script))))
    assert {"follow_up_cited", "rewrite_cited"} <= one.answer.keys()


def test_parts_of_the_search_are_ranked_by_for_some_questions_only(
    dataset: Dataset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(index, dataset)
    monkeypatch.setattr("eval.asking.ABLATED", 3)
    replies = ask_all(dataset, InProcess(index), variants=lambda question, k: {"all": (question,)})
    # Of q1, q3 and q5, the last has nothing to be searched for.
    assert [reply.id for reply in replies if reply.variants] == ["q1", "q3"]


def test_retrieval_alone_answers_nothing(dataset: Dataset, index: Index) -> None:
    fill(index, dataset)
    replies = ask_all(dataset, InProcess(index))
    assert all(reply.answered is None and reply.error is None for reply in replies)


def test_a_question_with_nothing_but_irrelevant_documents_is_not_searched_for(
    dataset: Dataset, index: Index
) -> None:
    fill(index, dataset)
    nothing = replace(dataset.questions[0], relevant={"visit": 0}, gold_spans=())
    (reply,) = ask_all(replace(dataset, questions=(nothing,)), InProcess(index))
    assert reply.ranking is None


def test_what_the_question_itself_is_takes_no_place(
    dataset: Dataset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(index, dataset)
    monkeypatch.setattr("eval.asking.DEPTH", 1)
    itself = dataset.documents[1]
    asked = replace(dataset.questions[5], text=itself.text, itself=itself.source)

    def variants(question: str, k: int) -> dict[str, tuple[str, ...]]:
        return {"all": documents_of(index.search(Query(question, k)))}

    only = replace(dataset, questions=(asked,))
    (reply,) = ask_all(only, InProcess(index), variants=variants)
    (other,) = reply.ranking or ()
    assert other != "bridge"
    assert reply.variants == {"all": (other,)}


def test_filling_again_embeds_nothing(dataset: Dataset, index: Index) -> None:
    assert fill(index, dataset) == Filled(added=4, embedded=4)
    assert fill(index, dataset) == Filled(added=0, embedded=0)


def test_filling_goes_on_where_it_stopped(dataset: Dataset, index: Index) -> None:
    index.add(prepare(dataset.documents[2], whole=True))
    assert fill(index, dataset) == Filled(added=3, embedded=3)


def test_an_index_with_something_else_in_it_is_not_scored(dataset: Dataset, index: Index) -> None:
    smaller = Dataset("smaller", dataset.documents[1:], dataset.questions, whole=True)
    index.add(prepare(dataset.documents[0], whole=True))
    with pytest.raises(CorpusMismatch, match="holds 4 documents, the data set 3"):
        fill(index, smaller)


def test_a_document_stands_where_its_best_passage_does(dataset: Dataset, index: Index) -> None:
    fill(index, dataset)
    hits = index.search(Query("한결대교 공사", k=4))
    assert documents_of([*hits[1:], *hits]) == documents_of([*hits[1:], hits[0]])


def test_a_copy_stands_right_after_the_document_that_is_shown_for_it(
    dataset: Dataset, index: Index
) -> None:
    fill(index, dataset)
    hits = index.search(Query("한결대교 공사는 얼마나 늦어지나?"))
    copy = Copy("x", "copy.txt", "다리", None, None, None)
    shown = [replace(hits[0], also_carried_by=(copy,)), *hits[1:]]
    names = [hit.document.source for hit in hits]
    assert documents_of(shown) == (names[0], "copy.txt", *names[1:])
    # One that is a hit of its own further up keeps its place.
    twice = replace(hits[1], also_carried_by=(Copy.of(hits[0].document),))
    assert documents_of([hits[0], twice]) == tuple(names[:2])


def test_a_limit_takes_questions_from_all_over_the_set(dataset: Dataset) -> None:
    assert [question.id for question in selected(dataset, 3)] == ["q1", "q3", "q5"]
    assert selected(dataset, None) == selected(dataset, 99) == dataset.questions


def test_the_index_of_another_corpus_or_model_lies_elsewhere(
    dataset: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> None:
    work = tmp_path_factory.mktemp("work")
    cut = Dataset("small", dataset.documents, dataset.questions, whole=False)
    renamed = Dataset("other name", dataset.documents, (), whole=True)
    folder = index_folder(work, dataset, "model")
    assert index_folder(work, renamed, "model") == folder
    assert index_folder(work, cut, "model") != folder
    assert index_folder(work, dataset, "other") != folder


def test_the_files_left_out_of_the_caches_name_are_there() -> None:
    present = {path.name for path in Path(index.__file__).parent.iterdir()}
    assert present >= QUESTION_TIME_FILES
