"""Which sentence comes first; the order and its reasons, not the numbers."""

from dataclasses import replace

import numpy as np
import pytest

from index.records import Correction
from ingest.corrections import NoticeKind
from ingest.document import Quote, Span
from service.answering.answer import Status
from service.answering.followup import understand
from service.answering.refuse import status_of
from service.answering.select import beside_the_best, candidates, of_whom_it_asks, read
from service.answering.weights import READ, UNREAD
from service.reading.reader import Reading
from tests.service.ranked import document, ranking, spans

SAID = document(
    "표민서 장관은 국재하 원장에게 인력을 늘려 달라고 요청했다.\n"
    "국재하 원장은 표민서 장관에게 검토하겠다고 답했다.\n"
    "두 사람은 연구동을 둘러봤다.",
    "/news/said.txt",
)
PLACES = spans(SAID.text)


def quote(line, speaker, addressee, verb):
    start, end = PLACES[line]
    return Quote(start, end, Span(start, end), speaker, addressee, verb, direct=False)


QUOTES = (
    quote(0, "표민서 장관", "국재하 원장", "요청하다"),
    quote(1, "국재하 원장", "표민서 장관", "답하다"),
)


def select(question, found, quotes=()):
    by_document = {hit.document.doc_id: () for hit in found.hits}
    by_document[found.hits[0].document.doc_id] = quotes
    return candidates(found, by_document, understand(question, []), {}, UNREAD)


def test_every_sentence_is_there_once_and_is_a_slice():
    other = document("첫째 줄이다.\n둘째 줄이다.", "/news/other.txt")
    found = select("무엇이 있나?", ranking([SAID, other], [[0.3, 0.9, 0.1], [0.2, 0.8]]))
    assert sorted((c.hit.document.doc_id, c.text) for c in found) == sorted(
        (one.doc_id, line) for one in (SAID, other) for line in one.text.split("\n")
    )
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_ties_go_to_the_better_hit_and_then_to_the_earlier_sentence():
    other = replace(SAID, source="/news/copy.txt")
    found = select("무엇이 있나?", ranking([SAID, other], [[0.5] * 3, [0.5] * 3]))
    keys = [(c.sentence.rank, c.sentence.start) for c in found if c.score == found[0].score]
    assert keys == sorted(keys)


@pytest.mark.parametrize("part", ["dense", "lexical", "coverage"])
def test_more_evidence_puts_a_sentence_first(part):
    alike = ranking([SAID], [[0.5, 0.5, 0.5]])
    for place in range(3):
        sentences = list(alike.sentences)
        sentences[place] = sentences[place]._replace(**{part: 1.0})
        found = select("무엇이 있나?", replace(alike, sentences=tuple(sentences)))
        assert found[0].sentence.start == PLACES[place][0]


def test_a_better_passage_s_sentence_comes_before_the_same_evidence_elsewhere():
    other = replace(SAID, source="/news/other.txt")
    found = ranking([SAID, other], [[0.5] * 3, [0.5] * 3])
    better = replace(found, hits=(replace(found.hits[0], score=0.9), found.hits[1]))
    assert select("무엇이 있나?", better)[0].hit.rank == 1
    worse = replace(found, hits=(replace(found.hits[0], score=0.1), found.hits[1]))
    assert select("무엇이 있나?", worse)[0].hit.rank == 2


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("표민서 장관은 국재하 원장에게 무엇을 요청했나?", 0),
        ("국재하 원장은 뭐라고 답했나?", 1),
        ("What did minister Pyo Min-seo ask Kuk Jae-ha to do?", 0),
        ("What did Kuk Jae-ha answer?", 1),
    ],
)
def test_the_words_of_whoever_is_asked_about_come_first(question, line):
    found = select(question, ranking([SAID], [[0.5, 0.5, 0.5]]), QUOTES)
    assert found[0].sentence.start == PLACES[line][0]
    assert found[0].quote == QUOTES[line]
    rest = [c.parts["attribution"] for c in found[1:]]
    assert found[0].parts["attribution"] > max(rest)


def test_attribution_says_nothing_where_nobody_s_words_are_asked_for():
    found = select("연구동은 어디에 있나?", ranking([SAID], [[0.5, 0.5, 0.5]]), QUOTES)
    assert {c.parts["attribution"] for c in found} == {0.0}
    by_start = {c.sentence.start: c.quote for c in found}
    assert [by_start[start] for start, _ in PLACES] == [*QUOTES, None]


def test_reading_moves_the_sentence_that_answers_up_and_keeps_what_was_not_read():
    found = select("무엇을 봤나?", ranking([SAID], [[0.5, 0.5, 0.5]]))
    logits = np.array([(0.0, 0.0), (8.0, 8.0)], np.float32)
    reading = Reading(3.0, np.array([PLACES[0], PLACES[2]]), logits)
    again = read(found, {1: reading}, READ)
    assert {c.text for c in again} == {c.text for c in found}
    assert again[0].sentence.start == PLACES[2][0]
    unread = {c.sentence.start for c in again if c.parts["unread"]}
    assert unread == {PLACES[1][0]}
    unread = read(found, {}, READ)
    assert all(c.parts["unread"] == 1.0 and c.parts["share"] == 0.0 for c in unread)


@pytest.mark.parametrize(
    ("kind", "own", "first"),
    [
        (NoticeKind.CORRECTION, False, "98억 원이 맞다."),
        (NoticeKind.RETRACTION, False, "98억 원이 맞다."),
        (NoticeKind.CLARIFICATION, False, "112억 원이 든다."),
        (NoticeKind.CORRECTION, True, "112억 원이 든다."),
    ],
)
def test_what_corrects_an_article_comes_before_it(kind, own, first):
    wrong = document("112억 원이 든다.", "/news/wrong.txt")
    right = document("98억 원이 맞다.", "/news/right.txt")
    found = ranking([wrong, right], [[0.9], [0.85]])
    notice = Correction(kind, right.doc_id, right.title, None, own)
    corrected = replace(found.hits[0], corrections=(notice,))
    best, _ = select("얼마인가?", replace(found, hits=(corrected, found.hits[1])))
    assert best.text == first


# However much nearer the other's words lie, unless theirs lie too far behind.
@pytest.mark.parametrize(
    ("question", "margin", "first"),
    [
        ("표민서 장관은 무엇을 요청했나?", 100.0, 0),
        ("표민서 장관은 무엇을 요청했나?", 0.0, 1),
        ("국재하 원장은 뭐라고 답했나?", 100.0, 1),
        ("누가 무엇을 요청했나?", 100.0, 1),
        ("연구동은 어디에 있나?", 100.0, 1),
    ],
)
def test_the_best_words_of_a_speaker_who_is_named_come_before_another_s(question, margin, first):
    found = select(question, ranking([SAID], [[0.1, 0.9, 0.2]]), QUOTES)
    by_line = {PLACES.index((c.sentence.start, c.sentence.end)): c for c in found}
    # As if everything else spoke for what was answered.
    ahead = replace(by_line[1], score=by_line[0].score + 5.0)
    order = of_whom_it_asks([ahead, by_line[0], by_line[2]], understand(question, []).cast, margin)
    assert order[0].text == by_line[first].text
    assert len(order) == 3


@pytest.mark.parametrize(
    ("question", "ahead_by", "first"),
    [
        ("표민서 장관이 한빛연구원에 요청한 것은?", 1.0, 1),
        ("표민서 장관이 한빛연구원에 요청한 것은?", 3.0, 0),
        ("표민서 장관이 국재하 원장에게 요청한 것은?", 1.0, 0),
        ("표민서 장관이 요청한 것은?", 1.0, 0),
    ],
)
def test_of_a_speaker_s_words_those_to_whom_it_asks_come_first(question, ahead_by, first):
    quotes = (QUOTES[0], quote(1, "표민서 장관", "한빛연구원", "요청하다"))
    found = select(question, ranking([SAID], [[0.5, 0.5, 0.5]]), quotes)
    by_line = {PLACES.index((c.sentence.start, c.sentence.end)): c for c in found}
    ahead = replace(by_line[0], score=by_line[1].score + ahead_by)
    order = of_whom_it_asks(
        [ahead, by_line[1], by_line[2]], understand(question, []).cast, READ.margin
    )
    assert order[0].text == by_line[first].text
    assert len(order) == 3


ORDERED = document(
    "표민서 장관은 한빛연구원에 인력을 늘려 달라고 요청했다.\n"
    "표민서 장관은 해솔조선에 장부를 내라고 요청했다.\n"
    "마루한 위원은 한빛연구원에 자료를 내라고 요청했다.",
    "/news/ordered.txt",
)
TO = tuple(
    Quote(start, end, Span(start, end), speaker, addressee, "요청하다", direct=False)
    for (start, end), speaker, addressee in zip(
        spans(ORDERED.text),
        ("표민서 장관", "표민서 장관", "마루한 위원"),
        ("한빛연구원", "해솔조선", "한빛연구원"),
        strict=True,
    )
)


@pytest.mark.parametrize(
    ("question", "to_another"),
    [
        ("표민서 장관이 한빛연구원에 요청한 것은?", {1}),
        ("표민서 장관이 해솔조선에 요청한 것은?", {0, 2}),
        # Nobody whom the documents name: it may be any of them in other words.
        ("표민서 장관이 회사에 요청한 것은?", set()),
        ("표민서 장관이 요청한 것은?", set()),
        ("한빛연구원은 어디에 있나?", set()),
    ],
)
def test_words_to_somebody_else_than_the_question_names_are_told(question, to_another):
    found = select(question, ranking([ORDERED], [[0.5, 0.5, 0.5]]), TO)
    lines = [start for start, _ in spans(ORDERED.text)]
    assert {lines.index(c.sentence.start) for c in found if c.to_another} == to_another


def status(sure, question, found):
    return status_of(sure, found, understand(question, []), READ)


def test_words_to_somebody_else_answer_partly_however_sure():
    question = "표민서 장관이 한빛연구원에 요청한 것은?"
    found = select(question, ranking([ORDERED], [[0.5, 0.5, 0.5]]), TO)
    assert not found[0].to_another
    assert status(1.0, question, found) is Status.GROUNDED
    theirs = [one for one in found if one.to_another]
    assert status(1.0, question, theirs) is Status.PARTIAL
    assert status(0.0, question, theirs) is Status.NOT_IN_DOCUMENTS
    assert status(0.0, question, []) is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "least"),
    [
        # Speaker and addressee are named, whatever else is.
        ("표민서 장관이 한빛연구원에 예산을 두고 요청한 것은?", Status.PARTIAL),
        ("표민서 장관은 뭐라고 했어?", Status.PARTIAL),
        ("표민서 장관이 한 말은?", Status.PARTIAL),
        ("What did Pyo Min-seo say?", Status.PARTIAL),
        # What the speaker named said of a matter, no words of others or to others tell.
        ("표민서 장관은 예산을 두고 뭐라고 했어?", Status.NOT_IN_DOCUMENTS),
        ("What did Pyo Min-seo say about the budget?", Status.NOT_IN_DOCUMENTS),
        ("표민서 장관이 가온셀에 요청한 것은?", Status.NOT_IN_DOCUMENTS),
        ("홍길동 장관은 뭐라고 했어?", Status.NOT_IN_DOCUMENTS),
        ("한빛연구원은 어디에 있나?", Status.NOT_IN_DOCUMENTS),
    ],
)
def test_words_of_whom_a_question_names_are_near_at_least(question, least):
    found = select(question, ranking([ORDERED], [[0.5, 0.5, 0.5]]), TO)
    assert status(0.0, question, found) is least


def test_what_others_said_is_not_quoted_beside_words_of_whom_it_asks():
    question = "표민서 장관이 한빛연구원에 요청한 것은?"
    found = select(question, ranking([ORDERED], [[0.5, 0.5, 0.5]]), TO)
    first, *others = found
    assert (first.quote.speaker, first.quote.addressee) == ("표민서 장관", "한빛연구원")
    cast = understand(question, []).cast
    assert beside_the_best(found, cast) == [first]
    assert beside_the_best(others, cast) == others
    assert beside_the_best([], cast) == []
    question = "한빛연구원은 어디에 있나?"
    nobody_s = select(question, ranking([ORDERED], [[0.5, 0.5, 0.5]]), TO)
    assert beside_the_best(nobody_s, understand(question, []).cast) == nobody_s


@pytest.mark.parametrize(
    ("question", "spoken_to"),
    [
        ("표민서 장관이 한빛연구원에 요청한 것은?", {"한빛연구원"}),
        ("표민서 장관이 요청한 것은?", {"한빛연구원", "해솔조선", None}),
    ],
)
def test_words_to_nobody_in_particular_are_not_beside_those_to_whom_it_names(question, spoken_to):
    aside = "표민서 장관은 서두르라고 요청했다.\n회의는 오후에 열렸다."
    text = document(f"{ORDERED.text}\n{aside}", "/news/aside.txt")
    start, end = spans(text.text)[3]
    said = Quote(start, end, Span(start, end), "표민서 장관", None, "요청하다", direct=False)
    found = select(question, ranking([text], [[0.9, 0.8, 0.5, 0.7, 0.6]]), (*TO, said))
    kept = beside_the_best(found, understand(question, []).cast)
    assert "회의는 오후에 열렸다." in [one.text for one in kept]
    assert {one.quote.addressee for one in kept if one.quote} == spoken_to


def test_an_unnamed_speaker_s_words_do_not_come_before_the_best_for_a_speaker_who_is_named():
    question = "해솔조선 대표가 요청한 것은?"
    unnamed = (quote(0, None, "국재하 원장", "요청하다"), QUOTES[1])
    found = select(question, ranking([SAID], [[0.1, 0.9, 0.2]]), unnamed)
    by_line = {PLACES.index((c.sentence.start, c.sentence.end)): c for c in found}
    ahead = replace(by_line[1], score=by_line[0].score + 5.0)
    order = of_whom_it_asks([ahead, by_line[0]], understand(question, []).cast, 100.0)
    assert order[0].text == by_line[1].text
