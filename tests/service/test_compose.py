"""The frame of an answer: in the question's language, around words that are not changed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Language
from ingest.language import detect
from service.answering.answer import Citation, ShortAnswer, Status
from service.answering.compose import compose, in_short, lead, paragraph

KO, EN = Language.KO, Language.EN
CITATION = Citation(
    marker=1,
    doc_id="a" * 20,
    passage_id="a" * 20 + "-0",
    start=0,
    end=5,
    quote="🚀 “두 배로 늘려 달라”고 [요청]했다.",
    speaker="표민서 장관",
    addressee="국재하 원장",
    title="연구원 방문",
    publisher="가람일보",
    published_at=datetime(2026, 3, 13, 9, tzinfo=UTC),
    url=None,
    verified=True,
)


def test_one_quotation_in_full():
    assert paragraph(CITATION, KO) == (
        "“🚀 “두 배로 늘려 달라”고 [요청]했다.” [1]\n"
        "— 표민서 장관 → 국재하 원장, 연구원 방문, 가람일보, 2026-03-13"
    )
    assert paragraph(CITATION, EN).endswith(
        "\n— 표민서 장관 to 국재하 원장, 연구원 방문, 가람일보, 2026-03-13"
    )


def test_what_is_not_known_is_not_said():
    bare = replace(CITATION, speaker=None, addressee=None, publisher=None, published_at=None)
    assert paragraph(bare, KO).endswith("\n— 연구원 방문")
    spoken = replace(bare, speaker="표민서 장관")
    assert paragraph(spoken, KO).endswith("\n— 표민서 장관의 말, 연구원 방문")
    assert paragraph(spoken, EN).endswith("\n— 표민서 장관, 연구원 방문")
    heard = replace(bare, addressee="국재하 원장")  # to whom means nothing without by whom
    assert paragraph(heard, EN).endswith("\n— 연구원 방문")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", Language)
def test_the_frame_is_in_the_question_s_language(language, status):
    assert detect(lead(language, status)) is language
    assert compose(status, [], [], language) == lead(language, status)


def test_every_status_says_something_else():
    leads = {lead(language, status) for language in Language for status in Status}
    assert len(leads) == len(Language) * len(Status)


@given(st.text(min_size=1), st.integers(1, 9), st.sampled_from(Language))
def test_the_quotation_stands_in_the_text_verbatim_with_its_marker(quote, marker, language):
    citation = replace(CITATION, quote=quote, marker=marker)
    text = compose(Status.GROUNDED, [CITATION, citation], [], language)
    assert f"“{quote}” [{marker}]" in text
    assert text.startswith(lead(language, Status.GROUNDED))


@pytest.mark.parametrize("language", Language)
def test_the_shortest_answer_comes_first_with_its_marker(language):
    short = ShortAnswer(1, CITATION.doc_id, 4, 6, "두 배")
    first, second, *_ = compose(Status.GROUNDED, [CITATION], [short], language).split("\n\n")
    assert first.endswith("“두 배” [1]")
    assert second == lead(language, Status.GROUNDED)


def test_documents_that_agree_give_one_answer_and_those_that_differ_one_each_with_its_day():
    later = replace(CITATION, marker=2, doc_id="b" * 20, published_at=None)
    one, same, other = (
        ShortAnswer(marker, doc_id * 20, 4, 6, text)
        for marker, doc_id, text in ((1, "a", "1,120억 원"), (2, "b", "1120억"), (2, "b", "98억"))
    )
    agreed = in_short([one, same], [CITATION, later], KO)
    assert agreed == "짧은 답: “1,120억 원” [1][2]"
    differing = in_short([one, other], [CITATION, later], EN)
    assert differing == "The documents differ: “1,120억 원” [1] (2026-03-13), “98억” [2]"
