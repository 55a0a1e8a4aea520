"""Questions whose article counts as never stored, and what is left to answer them from."""

from dataclasses import replace

import pytest

from eval.absent import Lacking, with_absent, without
from eval.asking import ask_all
from eval.datasets import Dataset
from eval.indexing import fill
from eval.scoring import score_all
from eval.targets import InProcess
from index.corpus import Index
from index.query import Query
from index.records import Copy
from service.answering.engine import AnswerEngine


def test_what_has_an_answer_is_asked_once_more_without_one(dataset: Dataset) -> None:
    asked = with_absent(dataset).questions
    assert asked[: len(dataset.questions)] == dataset.questions
    again = asked[len(dataset.questions) :]
    assert [(one.id, one.absent) for one in again] == [
        ("q1 (absent)", {"visit"}),
        ("q2 (absent)", {"bridge"}),
        ("q3 (absent)", {"bridge"}),
        ("q4 (absent)", {"vaccine"}),
    ]
    assert not any(one.answerable or one.gold or one.gold_spans for one in again)
    assert again[2].history == dataset.questions[2].history


def test_an_article_of_several_documents_is_absent_whole(dataset: Dataset) -> None:
    both = replace(dataset, affairs={"visit": "한빛", "battery": "한빛"})
    first = next(one for one in with_absent(both).questions if one.absent)
    assert first.absent == {"visit", "battery"}


def test_a_library_that_lacks_documents_finds_the_others_in_their_order(
    dataset: Dataset, index: Index
) -> None:
    fill(index, dataset)
    whole = index.rank(Query("장관이 찾은 곳은?", k=4))
    best = whole.hits[0].document.source
    left = Lacking(index, frozenset({best})).rank(Query("장관이 찾은 곳은?", k=2))
    others = [hit.document.source for hit in whole.hits if hit.document.source != best]
    assert [hit.document.source for hit in left.hits] == others[:2]
    assert [hit.rank for hit in left.hits] == [1, 2]
    assert {sentence.rank for sentence in left.sentences} == {1, 2}


def test_a_library_that_lacks_everything_finds_nothing(dataset: Dataset, index: Index) -> None:
    fill(index, dataset)
    every = frozenset(one.source for one in dataset.documents)
    assert not Lacking(index, every).rank(Query("장관이 찾은 곳은?", k=2)).hits


def test_what_an_absent_document_says_elsewhere_is_absent_too(
    dataset: Dataset, index: Index
) -> None:
    fill(index, dataset)
    found = index.rank(Query("장관이 찾은 곳은?", k=4))
    copied = replace(found.hits[1], also_carried_by=(Copy.of(found.hits[0].document),))
    ranking = replace(found, hits=(found.hits[0], copied, *found.hits[2:]))
    left = without(ranking, frozenset({found.hits[0].document.source}), 4)
    assert [hit.document for hit in left.hits] == [hit.document for hit in found.hits[2:]]


def test_an_answer_quotes_nothing_absent(dataset: Dataset, index: Index) -> None:
    fill(index, dataset)
    engine = AnswerEngine(index)
    target = InProcess(index, engine, lacking=lambda names: engine.over(Lacking(index, names)))
    replies = {reply.id: reply for reply in ask_all(with_absent(dataset), target)}
    for question in with_absent(dataset).questions:
        answered = replies[question.id].answered
        for cited in answered.cited if answered else ():
            assert not question.absent & {place.document for place in cited.places}
    asked = replies["q1"].answered
    assert asked is not None
    assert asked.cited


def test_short_answers_are_scored_over_the_questions_that_have_one(
    dataset: Dataset, index: Index
) -> None:
    fill(index, dataset)
    engine = AnswerEngine(index)
    target = InProcess(index, engine, lacking=lambda names: engine.over(Lacking(index, names)))
    doubled = with_absent(dataset)
    scored = {one.question.id: one for one in score_all(doubled, ask_all(doubled, target))}
    assert "answer_f1" in scored["q1"].answer
    assert "answer_f1" not in scored["q1 (absent)"].answer
    assert "refused_unanswerable" in scored["q1 (absent)"].answer


def test_a_target_that_cannot_do_without_documents_says_so(dataset: Dataset, index: Index) -> None:
    fill(index, dataset)
    target = InProcess(index, AnswerEngine(index))
    with pytest.raises(ValueError, match="cannot be left out"):
        target.answer("장관이 찾은 곳은?", (), frozenset({"visit"}))
