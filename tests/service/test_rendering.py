"""Terminal output, line by line, in both languages."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from index.errors import UnknownDocument
from index.query import Hit
from index.records import Copy, Relations, Version
from ingest.document import Document, Dropped, Language, Passage
from ingest.errors import BriefingError, SourceNotFound
from ingest.periods import Days
from service.answering.answer import Answer, Citation, Status
from service.answering.checks import Check, Reason, Stage
from service.errors import EmptyQuestion, InvalidSettings
from service.failures import exit_code, failure_line
from service.outcomes import Item, Outcome, Report
from service.rendering import (
    answer_lines,
    document_line,
    document_lines,
    dropped_lines,
    excerpt,
    hit_lines,
    item_line,
    summary_lines,
)
from service.wording import ENGLISH, KOREAN, interface_language

KST = timezone(timedelta(hours=9))
TEXT = "표 장관은 13일 “인력을 늘려 달라”고 했다."
DOCUMENT = Document(
    source="/briefings/a.md",
    title="인력 확충\n요청",
    text=TEXT,
    language=Language.KO,
    publisher="새벽일보",
    published_at=datetime(2026, 3, 13, 9, 30, tzinfo=KST),
    dropped=(Dropped("무단 전재 금지", "copyright"),),
)
PASSAGE = Passage(f"{DOCUMENT.doc_id}-0", DOCUMENT.doc_id, 0, len(TEXT), TEXT)
HIT = Hit(PASSAGE, DOCUMENT, 1, 0.91264, {"dense": 0.9})
CITATION = Citation(
    marker=1,
    doc_id=DOCUMENT.doc_id,
    passage_id=PASSAGE.passage_id,
    start=0,
    end=len(TEXT),
    quote=TEXT,
    speaker="표민서",
    addressee="한빛연",
    title="인력 확충",
    publisher=None,
    published_at=None,
    url="https://news.example/1",
    verified=True,
    also_carried_by=(
        Copy("x", "/x", "제목", "가람뉴스", None, None),
        Copy("y", "/y", "다른 제목", None, None, None),
    ),
)


ALONE = Relations(
    (Version(DOCUMENT.doc_id, DOCUMENT.source, DOCUMENT.title, None, datetime.now(KST), True),)
)


def answer(status: Status, citations: tuple[Citation, ...]) -> Answer:
    return Answer(status, "답 [1]", Language.KO, citations, (HIT,), {}, 0.876, "질문?")


def test_a_document_is_one_row_of_the_list() -> None:
    row = f"{DOCUMENT.doc_id}\t2026-03-13 09:30\t새벽일보\t인력 확충 요청"
    assert document_line(DOCUMENT, ENGLISH) == row


def test_a_document_is_shown_with_where_it_came_from() -> None:
    assert list(document_lines(DOCUMENT, ENGLISH, ALONE)) == [
        "인력 확충 요청 · 새벽일보 · 2026-03-13 09:30",
        "/briefings/a.md",
        DOCUMENT.doc_id,
        "",
        TEXT,
    ]


def test_a_day_without_a_time_shows_none_and_no_date_says_so() -> None:
    day = Document("s", "t", "x", Language.EN, published_at=datetime(2026, 3, 13, tzinfo=KST))
    assert document_line(day, ENGLISH).split("\t")[1] == "2026-03-13"
    assert document_line(Document("s", "t", "x", Language.EN), KOREAN).split("\t")[1] == "날짜 없음"


def test_dropped_lines_come_with_their_reason() -> None:
    assert list(dropped_lines(DOCUMENT, ENGLISH)) == ["copyright\t무단 전재 금지"]
    clean = Document("s", "t", "x", Language.EN)
    assert list(dropped_lines(clean, ENGLISH)) == ["Cleaning dropped nothing."]


def test_a_hit_shows_rank_score_and_place() -> None:
    first, second, third = hit_lines(HIT, ENGLISH)
    assert first == "1. 0.913  인력 확충 요청 · 새벽일보 · 2026-03-13 09:30"
    assert second == f"   {DOCUMENT.doc_id} [0:{len(TEXT)}]"
    assert third == f"   {TEXT}"


def test_a_long_passage_is_cut_to_an_excerpt() -> None:
    assert excerpt("가" * 201) == "가" * 199 + "…"
    assert excerpt("가" * 200) == "가" * 200


def test_an_answer_says_what_of_a_model_s_work_was_not_used() -> None:
    check = Check(Stage.ANSWER, Reason.NO_MARKER, "표식이 없다.")
    shown = list(answer_lines(replace(answer(Status.GROUNDED, ()), checks=(check,)), KOREAN))
    assert "언어 모델의 글에서 쓰지 않은 것: no_marker" in shown


def test_an_answer_shows_every_citation_and_who_carried_it() -> None:
    assert list(answer_lines(answer(Status.GROUNDED, (CITATION,)), KOREAN)) == [
        "문서에 근거한 답 (0.88)",
        "",
        "답 [1]",
        "",
        f"[1] {TEXT}",
        "    표민서 → 한빛연 · 인력 확충 · 날짜 없음",
        f"    {DOCUMENT.doc_id} [0:{len(TEXT)}] https://news.example/1",
        "    같은 내용을 실은 곳: 가람뉴스, 다른 제목",
    ]


def test_a_citation_shows_the_days_it_names() -> None:
    day, month = date(2026, 3, 13), Days(date(2026, 4, 1), date(2026, 4, 30))
    cited = replace(CITATION, when=(Days(day, day), month))
    (shown,) = (
        line for line in answer_lines(answer(Status.GROUNDED, (cited,)), KOREAN) if "날짜:" in line
    )
    assert shown == "    언급한 날짜: 2026-03-13, 2026-04-01 – 2026-04-30"


def test_an_answer_without_citations_offers_the_nearest_passages() -> None:
    lines = list(answer_lines(answer(Status.NOT_IN_DOCUMENTS, ()), ENGLISH))
    assert lines[0] == "not in the documents (0.88)"
    assert lines[4] == "Nearest passages (not an answer):"
    assert lines[5].startswith("1. 0.913")


def test_control_characters_of_a_document_never_reach_the_terminal() -> None:
    hostile = Document("s", "\x1b]0;owned\x07title", "a\x1b[2Jb\x9bc\nd", Language.EN)
    shown = "\n".join(document_lines(hostile, ENGLISH, ALONE))
    assert not set(shown) & {"\x1b", "\x07", "\x9b"}
    assert shown.endswith("a [2Jb c\nd")


def test_outcomes_and_their_counts() -> None:
    added = Item("/a", Outcome.ADDED, "id1")
    failed = Item("/b\n", Outcome.FAILED, None, "empty_document", "nothing\nleft")
    report = Report((added, failed))
    assert item_line(added, ENGLISH) == "added\tid1\t/a"
    assert item_line(failed, KOREAN) == "실패[empty_document]: /b: nothing left"
    assert list(summary_lines(report, ENGLISH)) == [
        "  1  added",
        "  0  updated",
        "  0  unchanged",
        "  0  known",
        "  0  older",
        "  1  failed",
        "      1  empty_document",
    ]
    stopped = list(summary_lines(replace(report, stopped=True), KOREAN))
    assert stopped[:3] == ["  1  추가", "  0  갱신", "  0  그대로"]
    assert stopped[5] == "  1  실패"
    assert stopped[-1] == KOREAN.stopped


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "ko_KR.UTF-8"}, Language.KO),
        ({"LANG": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, Language.KO),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, Language.KO),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, Language.EN),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: Language) -> None:
    assert interface_language(environment) is language


def test_an_error_is_one_line_with_its_code() -> None:
    error = SourceNotFound("no file or folder\nat /x")
    assert failure_line(error, {}) == "error[source_not_found]: no file or folder at /x"
    korean = failure_line(error, {"LANG": "ko_KR.UTF-8"})
    assert korean.startswith("오류[source_not_found]: ")
    assert korean.endswith("(no file or folder at /x)")
    assert "\n" not in korean


def test_an_error_of_a_plugged_command_needs_no_row_in_the_table() -> None:
    class Foreign(BriefingError):
        code = "foreign_code"

    assert failure_line(Foreign("why"), {"LANG": "ko"}) == "오류[foreign_code]: why"


def test_exit_codes_tell_misuse_from_failure() -> None:
    assert exit_code(InvalidSettings("x")) == 2
    assert exit_code(EmptyQuestion("x")) == 2
    assert exit_code(UnknownDocument("x")) == 1
