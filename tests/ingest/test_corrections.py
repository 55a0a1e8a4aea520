"""Notices are recognised by their labels and by papers speaking of themselves, not by the word."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from ingest.corrections import NoticeKind, find_notice
from ingest.document import Document, Language
from ingest.timestamps import KOREA

BODY = "다온시는 12일 새 다리를 열었다.\n시민들이 다리를 걸었다."
CORRECTION, RETRACTION, CLARIFICATION = NoticeKind


def document(title, text=BODY, published=(2026, 7, 10), **fields):
    moment = datetime(*published, 8, tzinfo=KOREA) if published else None
    return Document("a.txt", title, text, Language.KO, published_at=moment, **fields)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("[정정] 다리 개통 연기", CORRECTION),
        ("[바로잡습니다] 다리 공사비", CORRECTION),
        ("〔정정보도문〕 다리 공사비", CORRECTION),
        ("[정정·반론보도] 다리 공사비", CORRECTION),
        ("바로잡습니다", CORRECTION),
        ("다리 공사비 기사 바로잡습니다", CORRECTION),
        ("Correction: Bridge cost", CORRECTION),
        ("CORRECTED-Bridge to open late", CORRECTION),
        ("[전문취소] 다리 개통 연기", RETRACTION),
        ("기사 취소: 다리 개통 연기", RETRACTION),
        ("Retraction: Bridge to open late", RETRACTION),
        ("[반론보도] 다리 공사비", CLARIFICATION),
        ("Clarification: Bridge cost", CLARIFICATION),
    ],
)
def test_a_headline_s_label_says_what_it_is(title, kind):
    found = find_notice(document(title))
    assert (found.kind, found.own) == (kind, False)


@pytest.mark.parametrize(
    "title",
    [
        "법원, 정정보도 청구 기각",
        "언론중재위, 정정보도 3건 결정",
        "정정 신고 기간 이달 말까지",
        "장관 '발언 정정' 요구 거부",
        "[반론] 다리는 필요하다",
        "[취소] 10일 개통식",
        "Corrections officers strike",
        "한결대교: 정정 공시",
    ],
)
def test_news_about_corrections_is_none(title):
    assert find_notice(document(title)) is None


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        (
            "본지 7월 8일 자 '한결대교 개통 연기' 기사에서 액수를 잘못 적어 바로잡습니다.",
            CORRECTION,
        ),
        ("다온경제는 지난 8일 보도한 '개통 연기' 기사의 액수를 정정합니다.", CORRECTION),
        ("본보는 8일 자 '개통 연기' 기사를 취소합니다.", RETRACTION),
        ("본지 8일 자 기사와 관련해 다솜건설의 반론 보도를 게재합니다.", CLARIFICATION),
    ],
)
def test_a_paper_that_speaks_of_its_own_article_in_the_opening(opening, kind):
    assert find_notice(document("독자 여러분께", f"{opening}\n{BODY}")).kind is kind
    buried = "\n".join([*["다른 이야기가 이어졌다."] * 5, opening, BODY])
    assert find_notice(document("독자 여러분께", buried)) is None


@pytest.mark.parametrize(
    "line",
    [
        "※ 이 기사는 10일 오전 9시 공사비를 정정했습니다.",
        "An earlier version of this article misstated the cost.",
        "This story has been corrected.",
        "Editor's note: the cost has been corrected.",
        "Correction (July 10): The cost is 100 won.",
    ],
)
def test_an_article_may_say_that_it_was_corrected_itself(line):
    found = find_notice(document("다리 개통", f"{BODY}\n{line}"))
    assert (found.kind, found.own) == (CORRECTION, True)


@pytest.mark.parametrize(
    "line", ["이 기사는 나래통신이 제공했습니다.", "이 기사는 10일 오전에 수정되었습니다."]
)
def test_an_edited_article_is_not_a_corrected_one(line):
    assert find_notice(document("다리 개통", f"{BODY}\n{line}")) is None


def test_what_a_notice_names():
    text = (
        "본지 7월 8일 자 ‘한결대교 개통 석 달 늦어진다’ 기사의 액수를 바로잡습니다.\n"
        "원래 기사: https://News.example/a/1/?utm_source=x."
    )
    found = find_notice(document("[정정] 한결대교 공사비", text))
    assert found.headlines == ("한결대교개통석달늦어진다",)
    assert found.urls == ("https://news.example/a/1",)
    assert found.days == (date(2026, 7, 8),)


def test_the_label_is_no_part_of_the_headline():
    found = find_notice(document("[정정] 한결대교 개통 석 달 늦어진다"))
    assert found.headlines == ("한결대교개통석달늦어진다",)


@pytest.mark.parametrize(
    ("words", "published", "day"),
    [
        ("지난 21일 보도한", (2026, 4, 23), date(2026, 4, 21)),
        ("지난 30일 보도한", (2026, 4, 2), date(2026, 3, 30)),
        ("12월 30일 자", (2026, 1, 3), date(2025, 12, 30)),
        ("2024년 2월 29일 자", (2026, 4, 2), date(2024, 2, 29)),
        ("31일 자", (2026, 3, 1), date(2026, 1, 31)),
    ],
)
def test_a_day_is_the_last_one_before_the_notice(words, published, day):
    text = f"다온경제는 {words} '한결대교 개통 연기' 기사를 바로잡습니다."
    assert find_notice(document("바로잡습니다", text, published)).days == (day,)


def test_without_a_date_of_its_own_a_notice_names_no_day():
    text = "본지 8일 자 '한결대교 개통 연기' 기사를 바로잡습니다."
    assert find_notice(document("바로잡습니다", text, None)).days == ()


@pytest.mark.parametrize("zone", [UTC, KOREA, None])
@pytest.mark.parametrize(("day", "named"), [(date.min, ()), (date.max, (date.max,))])
def test_the_calendar_may_end_before_or_behind_the_notice(day, named, zone):
    text = "본지 31일 자 '한결대교 개통 연기' 기사를 바로잡습니다."
    moment = datetime.combine(day, time(20), zone)
    notice = replace(document("바로잡습니다", text), published_at=moment)
    assert find_notice(notice).days == named
