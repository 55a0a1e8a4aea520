"""Folds are by article and leave the documents alone."""

import pytest

from eval.datasets import Dataset, Question
from eval.folds import FOLDS, fold_of, in_fold
from ingest.document import Document, Language


def dataset(articles=20):
    documents = tuple(
        Document(f"{number}-{part}", f"제목 {number}", f"글 {number} {part}", Language.KO)
        for number in range(articles)
        for part in range(2)
    )
    questions = tuple(
        Question(f"q{one.source}", "무엇?", Language.KO, relevant={one.source: 1})
        for one in documents
    )
    nothing = Question("none", "무엇?", Language.KO, answerable=False)
    return Dataset("set", documents, (*questions, nothing), whole=True)


def test_the_folds_share_out_the_questions_and_keep_articles_whole():
    whole = dataset()
    parts = [in_fold(whole, fold) for fold in range(FOLDS)]
    asked = [question.id for part in parts for question in part.questions]
    assert sorted(asked) == sorted(q.id for q in whole.questions if q.relevant)
    titles = {one.source: one.title for one in whole.documents}
    by_fold = [{titles[name] for q in part.questions for name in q.relevant} for part in parts]
    assert sum(len(names) for names in by_fold) == len(set().union(*by_fold))
    assert len([names for names in by_fold if names]) > 1


def test_the_corpus_stays_and_what_is_left_out_is_counted():
    whole = dataset()
    part = in_fold(whole, 0)
    assert part.digest == whole.digest
    assert part.name == "set-fold0"
    assert sum(part.exclusions.values()) == len(whole.questions) - len(part.questions)


def test_an_unanswerable_question_belongs_to_the_article_it_was_written_for():
    whole = dataset()
    about = whole.documents[0]
    asked = Question("no", "무엇?", Language.KO, answerable=False, about=about.source)
    with_it = Dataset("set", whole.documents, (asked,), whole=True)
    kept = [fold for fold in range(FOLDS) if in_fold(with_it, fold).questions]
    assert kept == [fold_of(about.title)]


def test_a_document_judged_not_relevant_leaves_the_question_in_its_fold():
    whole = dataset()
    gold = whole.documents[0]
    fold = fold_of(gold.title)
    other = next(one for one in whole.documents if fold_of(one.title) != fold)
    asked = Question("q", "무엇?", Language.KO, relevant={gold.source: 1, other.source: 0})
    part = in_fold(Dataset("set", whole.documents, (asked,), whole=True), fold)
    assert part.questions == (asked,)


@pytest.mark.parametrize(("title", "fold"), [("한글", 2), ("Seoul", 4), ("", 4)])
def test_the_fold_of_a_title_is_the_same_everywhere(title, fold):
    assert fold_of(title) == fold


def test_a_document_without_a_title_is_an_article_of_its_own():
    documents = tuple(Document(f"{n}", "", f"글 {n}", Language.KO) for n in range(20))
    asked = tuple(Question(f"q{n}", "무엇?", Language.KO, relevant={f"{n}": 1}) for n in range(20))
    whole = Dataset("set", documents, asked, whole=True)
    kept = [question.id for question in in_fold(whole, 0).questions]
    assert kept == [f"q{n}" for n in range(20) if fold_of(f"{n}") == 0]
    assert 0 < len(kept) < 20
