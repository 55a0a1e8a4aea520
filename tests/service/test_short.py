"""The shortest answer: a slice of the first quotation, or nothing."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.records import Correction
from ingest.corrections import NoticeKind
from ingest.periods import Days
from service.answering.answer import ShortAnswer
from service.answering.answer_type import AnswerType
from service.answering.cite import cite
from service.answering.excerpts import excerpts
from service.answering.followup import understand
from service.answering.select import candidates
from service.answering.short import alike, short_answers
from service.answering.weights import UNREAD
from service.errors import CitationMismatch
from service.reading.reader import Reading
from tests.service.ranked import document, ranking

TEXT = "봄이 왔다.\n원장은 ‘하늘샘’ 박사이다."
ARTICLE = document(TEXT)
FOUND = candidates(
    ranking([ARTICLE], [[0.1, 0.9]]), {ARTICLE.doc_id: ()}, understand("원장은?", []), {}, UNREAD
)
CITED = [cite(1, excerpts([(FOUND[0], ())])[0], lambda _doc_id: ARTICLE)]


def reading(first, last):
    """Every character a token; the answer begins and ends at these words of the text."""
    spans = np.array([(at, at + 1) for at in range(len(TEXT))])
    logits = np.zeros((len(TEXT), 2), np.float32)
    logits[TEXT.index(first), 0] = logits[TEXT.index(last) + len(last) - 1, 1] = 9.0
    return {1: Reading(3.0, spans, logits)}


ASKED = understand("원장은?", [])


def short(readings, citations=CITED, stored=ARTICLE, question=ASKED):
    cited = [(citation, FOUND[0]) for citation in citations]
    found = short_answers(cited, readings, question, lambda _doc_id: stored)
    return found[0] if found else None


def test_the_likeliest_words_answer_without_the_marks_around_them():
    found = short(reading("‘하늘샘", "샘’"))
    assert (found.marker, found.doc_id, found.text) == (1, ARTICLE.doc_id, "하늘샘")
    assert TEXT[found.start : found.end] == "하늘샘"


def test_an_answer_begins_where_its_word_does():
    assert short(reading("늘샘", "샘")).text == "하늘샘"


def test_only_words_of_the_best_sentence_answer():
    found = short(reading("봄", "봄"))
    assert found is None or TEXT.index("원장") <= found.start


@pytest.mark.parametrize(
    ("readings", "citations"),
    [({}, CITED), (reading("원장", "박사이다"), CITED), (reading("하늘샘", "하늘샘"), [])],
    ids=["nothing was read", "nearly the whole sentence", "nothing is cited"],
)
def test_nothing_shorter_is_no_short_answer(readings, citations):
    assert short(readings, citations) is None


def test_words_of_the_question_do_not_answer_it():
    assert short(reading("하늘샘", "하늘샘"), question=understand("하늘샘은?", [])) is None


def test_no_words_answer_a_question_for_yes_or_no():
    assert short(reading("하늘샘", "하늘샘"), question=understand("원장이 사퇴했나?", [])) is None


def test_marks_alone_are_no_answer():
    assert short(reading("‘", "‘")) is None


def test_an_answer_outside_of_the_first_quotation_is_not_given():
    elsewhere = [replace(CITED[0], end=CITED[0].start + 4)]
    assert short(reading("하늘샘", "하늘샘"), elsewhere) is None


def test_words_the_store_no_longer_holds_do_not_leave():
    with pytest.raises(CitationMismatch):
        short(reading("하늘샘", "하늘샘"), stored=replace(ARTICLE, text="봄이 왔다."))


OTHER = document("가온시는 “1,120억 원”이라고 했다.", "/news/other.txt")
SAYS = {ARTICLE.doc_id: ARTICLE, OTHER.doc_id: OTHER}
BOTH = candidates(
    ranking([ARTICLE, OTHER], [[0.1, 0.9], [0.8]]),
    {ARTICLE.doc_id: (), OTHER.doc_id: ()},
    understand("원장은?", []),
    {},
    UNREAD,
)


def in_both(wanted, logit, coverage=0.5):
    """Short answers of both documents, whose sentences hold half of the question and so much."""
    first, told = (
        replace(one, sentence=one.sentence._replace(coverage=held))
        for one, held in zip(BOTH[:2], (0.5, coverage), strict=True)
    )
    chosen = [first, replace(told, parts={**told.parts, "answerable": logit})]
    made = excerpts([(one, ()) for one in chosen])
    cited = [(cite(n, e, SAYS.__getitem__), e.best) for n, e in enumerate(made, 1)]
    logits = np.zeros((len(OTHER.text), 2), np.float32)
    for end, at in ((0, OTHER.text.index("1")), (1, OTHER.text.index("원"))):
        logits[at, end] = 9.0
    spans = np.array([(at, at + 1) for at in range(len(OTHER.text))])
    readings = {**reading("하늘샘", "하늘샘"), 2: Reading(logit, spans, logits)}
    return [
        one.text
        for one in short_answers(cited, readings, replace(ASKED, wanted=wanted), SAYS.__getitem__)
    ]


def test_another_document_differs_only_where_it_speaks_of_the_same():
    assert len(in_both(AnswerType.NUMBER, 1.0, coverage=0.4)) == 2
    assert in_both(AnswerType.NUMBER, 1.0, coverage=0.2) == ["하늘샘"]


def test_another_document_is_heard_where_answers_can_be_compared_and_it_likely_answers():
    assert in_both(AnswerType.NUMBER, 1.0) == ["하늘샘", "1,120억 원"]
    assert in_both(AnswerType.NUMBER, -1.0) == ["하늘샘"]
    assert in_both(AnswerType.OTHER, 1.0) == ["하늘샘"]


STATIONS = [
    document(
        "시민이 반기는 가람 3호선에는 정거장 15곳이 2029년 말에 들어선다고 했다.\n"
        "시는 정거장마다 승강기 2대를 두겠다는 계획도 내놓았다.",
        "/news/wrong.txt",
    ),
    document(
        "본지 기사에서 3호선 정거장 수를 15곳이라고 썼으나 13곳이기에 바로잡습니다.",
        "/news/notice.txt",
        title="[바로잡습니다] 가람 3호선 정거장 수",
    ),
    document("가람시는 3호선에 정거장 13곳을 두는 계획을 세웠다.", "/news/right.txt"),
]


def short_of_stations(*, by=None, said="15곳", third=2.0, cited=slice(None)):
    """The short answers where every article was read, and the notice corrects the first; `said` are
    the words found in that one, `third` is how likely the third answers, `cited` which of the
    four are quoted."""
    asked = replace(understand("정거장은 몇 곳인가?", []), wanted=AnswerType.NUMBER)
    stored, notice = {one.doc_id: one for one in STATIONS}, STATIONS[1]
    against = (Correction(by, notice.doc_id, notice.title, None, own=False),) if by else ()
    ranked = ranking(STATIONS, [[0.9, 0.6], [0.8], [0.7]])
    first, *others = ranked.hits
    ranked = replace(ranked, hits=(replace(first, corrections=against), *others))
    found = candidates(ranked, dict.fromkeys(stored, ()), asked, {}, UNREAD)
    found = sorted(found, key=lambda one: -one.sentence.dense)
    marks = {hit.rank: np.zeros((len(hit.document.text), 2), np.float32) for hit in ranked.hits}
    for one, words in zip(found, (said, "13곳", "13곳", "2대"), strict=True):
        at = one.sentence.start + one.text.index(words)
        marks[one.sentence.rank][at, 0] = marks[one.sentence.rank][at + len(words) - 1, 1] = 9.0
    readings = {
        rank: Reading(2.0, np.array([(at, at + 1) for at in range(len(logits))]), logits)
        for rank, logits in marks.items()
    }
    chosen = [
        replace(one, parts={**one.parts, "answerable": logit})
        for one, logit in zip(found, (2.0, 2.0, third, 2.0), strict=True)
    ]
    made = excerpts([(one, ()) for one in chosen[cited]])
    quoted = [(cite(n, e, stored.__getitem__), e.best) for n, e in enumerate(made, 1)]
    return [one.text for one in short_answers(quoted, readings, asked, stored.__getitem__)]


def test_a_withdrawn_figure_is_no_short_answer_and_the_notice_no_other_voice():
    assert short_of_stations(by=NoticeKind.CORRECTION) == ["13곳"]
    assert short_of_stations() == ["15곳", "13곳"]


def test_the_notice_answers_where_it_is_the_first_quotation():
    assert short_of_stations(cited=slice(1, 3)) == ["13곳", "13곳"]


def test_what_the_correction_does_not_speak_of_stays():
    assert short_of_stations(by=NoticeKind.CORRECTION, said="2029년 말") == ["2029년 말", "13곳"]
    assert short_of_stations(by=NoticeKind.RETRACTION, said="2029년 말") == ["13곳"]


def test_only_another_document_that_likely_answers_takes_the_place_of_the_disputed():
    assert short_of_stations(by=NoticeKind.CORRECTION, third=-1.0) == []


def test_what_a_notice_says_was_wrong_is_no_short_answer():
    asked = "투자액은 얼마인가?"
    notice = (
        "본지 21일 자 '가온셀, 배터리 개발' 기사에서 투자액을 3,200억 원이라고 적었으나, 실제로는 "
        "2,300억 원이므로 바로잡습니다."
    )
    (one,) = shorts_of(notice, "2,300억 원", asked)
    assert one.text == "2,300억 원"
    found = shorts_of(notice, "3,200억 원", asked)
    assert "3,200억 원" not in [one.text for one in found]
    report = "장관은 투자액을 3,200억 원이라고 적었으나 국회는 그 두 배를 오늘 오후 늦게 의결했다."
    assert shorts_of(report, "3,200억 원", asked)[0].text == "3,200억 원"


def shortest(sentence, words):
    """The short answer where the reader has found these words of a sentence."""
    return short_of(sentence, words, "무엇인가?").text


def short_of(sentence, words, question):
    (one,) = shorts_of(sentence, words, question)
    return one


def shorts_of(sentence, words, question):
    stored = document(f"{sentence}\n봄이 오면 모두가 함께 모여 회의를 하기로 했다.")
    asked = understand(question, [])
    found = candidates(ranking([stored], [[0.9, 0.1]]), {stored.doc_id: ()}, asked, {}, UNREAD)
    citation = cite(1, excerpts([(found[0], ())])[0], lambda _doc_id: stored)
    at = sentence.index(words)
    spans = np.array([(place, place + 1) for place in range(len(sentence))])
    logits = np.zeros((len(sentence), 2), np.float32)
    logits[at, 0] = logits[at + len(words) - 1, 1] = 9.0
    read = {1: Reading(3.0, spans, logits)}
    return short_answers([(citation, found[0])], read, asked, lambda _doc_id: stored)


@pytest.mark.parametrize(
    ("sentence", "words", "answer"),
    [
        ("장관은 원장에게 인력을 두 배로 늘려 달라고 요청했다.", "인력을", "인력"),
        ("장관은 원장에게 인력을 두 배로 늘려 달라고 요청했다.", "두 배로", "두 배"),
        ("이성계는 우왕을 서인으로 강등시키고 강화도로 유배를 보냈다.", "강화도로", "강화도"),
        ("행사에는 시민과 직원 488만 명의 이름이 적힌 벽이 섰다.", "488만 명의", "488만 명"),
        ("그 음악의 이름은 여러 나라에서 점프 블루스이다.", "점프 블루스이다", "점프 블루스"),
        ("이 책을 새로 고쳐 쓴 사람은 유흠(劉歆)이라고 전한다.", "유흠(劉歆", "유흠(劉歆)"),
        ("차관은 조선소에 작업을 즉시 멈추라고 지시했다고 밝혔다.", "즉시 멈추라고", "즉시 멈추라"),
        ("시장은 다리가 유월에 열린다고 기자들에게 말했다.", "유월에 열린다고", "유월에 열린다"),
        # Nothing of it is grammar behind a name.
        (
            "그들은 무엇보다 다리를 다시 튼튼하게 놓기로 했다고 한다.",
            "튼튼하게 놓기로",
            "튼튼하게 놓기로",
        ),
        ("The quay of the new harbour of Nuri holds two ferries.", "two ferries", "two ferries"),
    ],
)
def test_an_answer_ends_before_its_particles(sentence, words, answer):
    assert shortest(sentence, words) == answer


def the(text, *when):
    return ShortAnswer(1, "a", 0, len(text), text, when)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("3명", "23명", False),
        ("1%", "0.1%", False),
        ("2만 명", "52만 명", False),
        ("1,120억 원", "1120억", True),
        ("3명", "3명(여성 2명)", True),
        ("세 명", "모두 세 명", True),
        ("240억 원", "24 billion won", True),
        ("240억 원", "23.6 billion won", False),
        ("1조 2,000억 원", "1.2 trillion won", True),
    ],
)
def test_answers_agree_by_their_numbers(one, other, agree):
    assert alike(the(one), the(other)) is agree
    assert alike(the(other), the(one)) is agree


def test_answers_agree_by_the_days_they_name_in_any_language():
    march = Days(date(2029, 3, 1), date(2029, 3, 31))
    assert alike(the("2029년 3월", march), the("March 2029", march))
    assert not alike(the("2029년 3월 2시", march), the("March 2029, 4 p.m.", march))
    assert not alike(the("3월", march), the("3월", Days(date(2028, 3, 1), date(2028, 3, 31))))


def test_the_days_of_a_short_answer_are_named_where_a_time_is_asked_for():
    for question, named in (("언제 여나?", 1), ("무엇인가?", 0)):
        one = short_of(
            "장관은 새 다리를 2026년 7월 7일 정오에 열겠다고 밝혔다.", "7월 7일", question
        )
        assert (one.text, len(one.when)) == ("7월 7일", named)
