"""A question as the legs need it: its own terms, and what its names are called elsewhere."""

import pytest

from index.query import Query
from index.question import understand
from ingest.document import Language
from ingest.pipeline import prepare
from ingest.read import from_text

ARTICLE = (
    "표민서 장관은 13일 한빛과학기술연구원(HIST)을 찾았다. "
    "한빛과학기술연구원은 양자 인력을 늘려 달라는 요청을 받았다. 예산은 그대로다."
)


@pytest.fixture
def ask(index, embedder):
    index.add(prepare(from_text(ARTICLE, title="방문", source="/news/a.txt")))

    def understood(text, language=None):
        with index.view() as view:
            return understand(view, embedder, Query(text, language=language))

    return understood


def test_a_question_s_own_terms_are_what_a_passage_should_hold(ask):
    question = ask("예산은 얼마인가?")
    assert question.language is Language.KO
    assert set(question.terms.idf) == {"예산", "얼마"}
    assert {"예산", "얼마"} <= set(question.bigrams.idf)
    assert question.other_terms == ()
    assert question.other_bigrams == ()


@pytest.mark.parametrize(
    ("text", "expected", "unit"),
    [
        ("예산은 몇 퍼센트야?", {"예산", "몇"}, "퍼센트"),
        ("예산은 몇 억 달러야?", {"예산", "몇", "억"}, "달러"),
        ("How many percent is the budget?", {"budget"}, "percent"),
    ],
)
def test_the_unit_that_is_asked_for_may_be_written_as_a_sign(ask, text, expected, unit):
    question = ask(text)
    assert set(question.terms.idf) == expected
    assert unit in question.other_terms
    assert not {unit, unit[:2]} & set(question.bigrams.idf)


def test_politeness_is_not_expected_in_a_passage(ask):
    assert set(ask("장관님이 찾은 곳은?").terms.idf) == set(ask("장관이 찾은 곳은?").terms.idf)


def test_a_unit_that_nothing_asks_for_is_a_word(ask):
    assert "퍼센트" in ask("예산의 10퍼센트는 어디에 쓰나?").terms.idf


def test_another_name_s_words_find_passages_and_are_not_expected_in_them(ask):
    question = ask("What did HIST say?")
    assert question.language is Language.EN
    assert "hist" in question.terms.idf
    assert "한빛" in question.other_terms
    assert "한빛" not in question.terms.idf
    assert {"한빛", "연구"} <= set(question.other_bigrams)


def test_the_other_name_s_rarest_word_stands_for_the_question_s(ask):
    question = ask("What did HIST say?")
    (word,) = question.meant
    assert question.meant == {word: ("hist",)}
    assert word in ("과학", "기술", "연구원", "한빛")
    assert word in question.other_terms


def test_a_name_is_heard_across_scripts(ask):
    question = ask("Did Pyo Min-seo come?")
    assert "표민서" in question.other_terms
    assert set(question.meant["표민서"]) <= set(question.terms.idf)


def test_a_name_no_document_holds_adds_nothing(ask):
    question = ask("Did Kuk Jae-ha come?")
    assert question.other_terms == ()
    assert question.meant == {}


def test_a_given_language_is_believed(ask):
    assert ask("HIST", Language.KO).language is Language.KO
    assert ask("HIST").language is Language.EN


@pytest.mark.parametrize("text", ["", "…?!", "🚀"])
def test_a_question_of_no_words_has_no_terms(ask, text):
    question = ask(text)
    assert question.terms.reach == 0.0
    assert question.terms.coverage(["예산"]) == 0.0
