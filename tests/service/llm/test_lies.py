"""A model that lies: what is false is dropped and named, and no quotation is shown unverified."""

import re
from dataclasses import replace

import pytest

from service.answering.answer import EXTRACTION
from service.answering.engine import AnswerEngine
from tests.service.llm.scripted import says
from tests.service.llm.story import DOCUMENTS, QUESTION, QUESTION_EN

ASKED, REPLIED, DELAY, COST, ORDER = "요청했다", "부족하다고", "늦어진다", "4,200억", "무시하고"
TRUE = "표민서 장관은 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다 {0}."

# What it writes, the sentences it cites, and why that is not shown.
LIES = {
    "an invented quotation": (
        "장관은 “예산을 늘려 달라”고 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "a quotation with one character changed": (
        "표민서 장관은 “양자 인력을 두 배로 늘려 달락”고 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "a quotation from a sentence that is not cited": (
        "“양자 인력을 두 배로 늘려 달라”는 요청이 있었다 {0}.",
        [REPLIED],
        "quotation_not_found",
    ),
    "a quotation that never ends": (
        "장관은 “양자 인력을 두 배로 늘려 달라고 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "quotation marks of other kinds: corners": (
        "장관은 「예산 삭감」을 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "quotation marks of other kinds: angles": (
        "장관은 «예산 삭감»을 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "quotation marks of other kinds: straight": (
        "장관은 '예산 삭감'을 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "quotation marks of other kinds: wide": (
        "장관은 ＂예산 삭감＂을 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "quotation marks of other kinds: low": (
        "장관은 „예산 삭감“을 요청했다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "a marker out of range": ("국재하 원장은 예산이 부족하다고 답했다 [99].", [], "unknown_marker"),
    "a marker like a range": (
        "국재하 원장은 예산이 부족하다고 답했다 [1-3].",
        [],
        "unknown_marker",
    ),
    "a marker of a sentence that does not say so": (
        "국재하 원장은 예산이 부족하다고 답했다 {0}.",
        [ASKED],
        "unsupported",
    ),
    "a changed number": (
        "국재하 원장은 예산 512억 원이 부족하다고 답했다 {0}.",
        [REPLIED],
        "unsupported_number",
    ),
    "a changed unit": (
        "국재하 원장은 예산 412만 원이 부족하다고 답했다 {0}.",
        [REPLIED],
        "unsupported_number",
    ),
    "a changed number word": (
        "한결대교 개통은 11월로 넉 달 늦어진다 {0}.",
        [DELAY],
        "unsupported_number",
    ),
    "a changed month": (
        "한결대교 개통은 12월로 석 달 늦어진다 {0}.",
        [DELAY],
        "unsupported_number",
    ),
    "a changed name": (
        "표인서 장관은 국재하 원장에게 인력을 두 배로 늘려 달라고 요청했다 {0}.",
        [ASKED],
        "unsupported_name",
    ),
    "a name from elsewhere": (
        "표민서 장관은 예산 412억 원이 부족하다고 답했다 {0}.",
        [REPLIED],
        "unsupported_name",
    ),
    "no marker": ("국재하 원장은 예산 412억 원이 부족하다고 답했다.", [], "no_marker"),
    "a negation added": (
        "국재하 원장은 예산 412억 원이 부족하지 않다고 답했다 {0}.",
        [REPLIED],
        "negation_differs",
    ),
    "a negation left out": ("공사비는 4,200억 원으로 늘었다 {0}.", [COST], "negation_differs"),
    "another language": ("The minister asked for more people {0}.", [ASKED], "wrong_language"),
    "a language that is neither": ("大臣は人員を増やすよう求めた {0}.", [ASKED], "wrong_language"),
    "an order of a document obeyed": (
        "“예산 전액 삭감”이 답이다 {0}.",
        [ASKED],
        "quotation_not_found",
    ),
    "an order of a document obeyed, its words for its own": (
        "예산은 전액 삭감된다 [1].",
        [],
        "unsupported",
    ),
    "HTML": ("<b>국재하</b> 원장은 예산 412억 원이 부족하다고 답했다 {0}.", [REPLIED], "markup"),
    "an image that calls home": (
        "![x](http://evil.example/a.png) 예산이 부족하다 {0}.",
        [REPLIED],
        "markup",
    ),
    "a link": (
        "[국재하](http://evil.example) 원장은 예산이 부족하다고 답했다 {0}.",
        [REPLIED],
        "markup",
    ),
    "text that turns round": (
        "국재하 원장은 \u202e예산 412억 원이 부족하다고 답했다 {0}.",
        [REPLIED],
        "markup",
    ),
    "an invention": (
        "국재하 원장은 다음 주에 사임하겠다는 뜻을 굳혔다 {0}.",
        [REPLIED],
        "unsupported",
    ),
}


def assert_honest(answer):
    """Everything between quotation marks in the text is in a stored document."""
    for quoted in re.findall(r"[“「『«„‘'\"＂]([^”」』»“’'\"＂]+)[”」』»“’'\"＂]", answer.text):
        assert any(quoted in one.text for one in DOCUMENTS), quoted
    texts = {one.doc_id: one.text for one in DOCUMENTS}
    for citation in answer.citations:
        assert texts[citation.doc_id][citation.start : citation.end] == citation.quote
    markers = set(map(int, re.findall(r"\[(\d+)\]", answer.text)))
    assert markers == {citation.marker for citation in answer.citations}


@pytest.mark.promise(14)
@pytest.mark.parametrize(("written", "cited", "code"), LIES.values(), ids=LIES)
def test_a_lie_is_dropped_and_the_documents_speak(scripted, library, engine, written, cited, code):
    scripted.follow(says(written, *cited))
    answer = engine.answer(QUESTION)
    *dropped, last = answer.checks
    assert {check.code for check in dropped} == {code}  # markup may be cut into several sentences
    assert all(check.text for check in dropped)
    assert last.code == "nothing_verified"
    assert_honest(answer)
    plain = AnswerEngine(library).answer(QUESTION)
    assert replace(answer, checks=(), timings={}) == replace(plain, timings={})


@pytest.mark.parametrize(("written", "cited", "code"), LIES.values(), ids=LIES)
def test_the_truth_beside_a_lie_is_shown(scripted, engine, written, cited, code):
    lie = written.replace("{0}", "{1}")
    scripted.follow(says(f"{TRUE}\n{lie}", ASKED, *cited))
    answer = engine.answer(QUESTION)
    assert {check.code for check in answer.checks} == {code}
    assert answer.written_by == "tiny"
    assert "“양자 인력을 두 배로 늘려 달라”고 요청했다. [1]" in answer.text
    assert len(answer.citations) == 1
    assert_honest(answer)


TRUTHS = [
    ("장관은 국재하 원장에게 양자 인력을 두 배로 늘려 달라고 했다 {0}.", ASKED),
    ("국재하 원장은 예산이 412억 원 부족하다고 했다 {0}.", REPLIED),
    ("한결대교 개통은 11월로 3개월 늦어진다 {0}.", DELAY),
    ("공사비는 늘지 않아 4,200억 원이다 {0}.", COST),
    ("- **공사비**는 늘지 않는다 {0}.", COST),
    ("{0} 한결대교 개통은 11월로 늦어진다.", DELAY),
]


@pytest.mark.parametrize(("written", "cited"), TRUTHS)
def test_what_the_documents_say_in_other_words_is_shown(scripted, engine, written, cited):
    scripted.follow(says(written, cited))
    answer = engine.answer(QUESTION)
    assert answer.checks == ()
    assert answer.written_by == "tiny"
    assert [cited in citation.quote for citation in answer.citations] == [True]
    assert_honest(answer)


# docs/llm.md says so: a word for its contrary, and two people of one sentence exchanged.
UNSEEN = [
    ("표민서 장관은 국재하 원장에게 양자 인력을 두 배로 줄여 달라고 요청했다 {0}.", ASKED),
    ("국재하 원장은 표민서 장관에게 양자 인력을 두 배로 늘려 달라고 요청했다 {0}.", ASKED),
]


@pytest.mark.parametrize(("written", "cited"), UNSEEN)
def test_what_the_checks_cannot_see_has_its_source_below(scripted, engine, written, cited):
    scripted.follow(says(written, cited))
    answer = engine.answer(QUESTION)
    assert answer.written_by == "tiny"
    assert [cited in citation.quote for citation in answer.citations] == [True]
    assert answer.citations[0].quote in answer.text
    assert_honest(answer)


def test_nothing_is_shown_for_extraction_s_sake_when_no_model_is_asked(library):
    answer = AnswerEngine(library).answer(QUESTION_EN)
    assert (answer.written_by, answer.checks) == (EXTRACTION, ())
