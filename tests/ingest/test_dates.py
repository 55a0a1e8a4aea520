from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import Unsaid, find_dates
from ingest.periods import Lean

FRIDAY = date(2026, 3, 13)


def found(text: str, reference: date = FRIDAY) -> list[tuple[str, str, str]]:
    return [
        (text[one.start : one.end], one.first.isoformat(), one.last.isoformat())
        for one in find_dates(text, reference)
    ]


@pytest.mark.parametrize(
    ("text", "named", "first", "last"),
    [
        ("12일 오전 방문했다", "12일", "2026-03-12", "2026-03-12"),
        ("31일 밝혔다", "31일", "2026-03-31", "2026-03-31"),
        ("오는 5일 연다", "오는 5일", "2026-04-05", "2026-04-05"),
        ("지난 20일 밝혔다", "지난 20일", "2026-02-20", "2026-02-20"),
        ("지난달 말 불이 났다", "지난달 말", "2026-02-21", "2026-02-28"),
        ("이달 29일까지", "이달 29일", "2026-03-29", "2026-03-29"),
        ("다음 달 초 발표", "다음 달 초", "2026-04-01", "2026-04-10"),
        ("4월 중순에", "4월 중순", "2026-04-11", "2026-04-20"),
        ("4월 23일 출항", "4월 23일", "2026-04-23", "2026-04-23"),
        ("12월 20일에", "12월 20일", "2025-12-20", "2025-12-20"),
        ("올해 12월에서", "올해 12월", "2026-12-01", "2026-12-31"),
        ("지난해 12월", "지난해 12월", "2025-12-01", "2025-12-31"),
        ("내년 3월까지", "내년 3월", "2027-03-01", "2027-03-31"),
        ("내년 2월 1일", "내년 2월 1일", "2027-02-01", "2027-02-01"),
        ("2028년 2월 말", "2028년 2월 말", "2028-02-21", "2028-02-29"),
        ("올해 1분기 실적", "올해 1분기", "2026-01-01", "2026-03-31"),
        ("내년 상반기에", "내년 상반기", "2027-01-01", "2027-06-30"),
        ("2025년 예산", "2025년", "2025-01-01", "2025-12-31"),
        ("어제 왔다", "어제", "2026-03-12", "2026-03-12"),
        ("이번 주 금요일", "이번 주 금요일", "2026-03-13", "2026-03-13"),
        ("다음 주에", "다음 주", "2026-03-16", "2026-03-22"),
        ("이번주 금요일", "이번주 금요일", "2026-03-13", "2026-03-13"),
        ("지난주에", "지난주", "2026-03-02", "2026-03-08"),
        ("이번달 29일까지", "이번달 29일", "2026-03-29", "2026-03-29"),
        ("지난 달 말", "지난 달 말", "2026-02-21", "2026-02-28"),
        ("다음달 초", "다음달 초", "2026-04-01", "2026-04-10"),
        ("(2026.03.02)", "2026.03.02", "2026-03-02", "2026-03-02"),
        ("on March 3, 2026 it", "March 3, 2026", "2026-03-03", "2026-03-03"),
        ("the 2 June 2026 vote", "2 June 2026", "2026-06-02", "2026-06-02"),
        ("opened May 11 in", "May 11", "2026-05-11", "2026-05-11"),
        ("since March 2028 here", "March 2028", "2028-03-01", "2028-03-31"),
        ("said yesterday that", "yesterday", "2026-03-12", "2026-03-12"),
        ("said on Tuesday that", "on Tuesday", "2026-03-10", "2026-03-10"),
        ("due next month", "next month", "2026-04-01", "2026-04-30"),
        ("Next Monday, the minister", "Next Monday", "2026-03-16", "2026-03-16"),
        ("what happened last tuesday", "last tuesday", "2026-03-10", "2026-03-10"),
        ("what was said in march", "in march", "2026-03-01", "2026-03-31"),
        ("the vote of march 12", "march 12", "2026-03-12", "2026-03-12"),
        ("the vote on Mar 12", "Mar 12", "2026-03-12", "2026-03-12"),
        ("저번 주에", "저번 주", "2026-03-02", "2026-03-08"),
        ("지지난주에", "지지난주", "2026-02-23", "2026-03-01"),
        ("저번달에", "저번달", "2026-02-01", "2026-02-28"),
        ("다다음 달에", "다다음 달", "2026-05-01", "2026-05-31"),
        ("전달 대비 3% 늘었다", "전달", "2026-02-01", "2026-02-28"),
        ("전달보다 줄었다", "전달", "2026-02-01", "2026-02-28"),
        ("내주 월요일", "내주 월요일", "2026-03-16", "2026-03-16"),
        ("내주에 연다", "내주", "2026-03-16", "2026-03-22"),
        ("내달 초에", "내달 초", "2026-04-01", "2026-04-10"),
        ("광주 4일 방문", "4일", "2026-03-04", "2026-03-04"),
        ("12일 장관이", "12일", "2026-03-12", "2026-03-12"),
        ("1일 회의에서", "1일", "2026-03-01", "2026-03-01"),
    ],
)
def test_one_name(text: str, named: str, first: str, last: str) -> None:
    assert found(text) == [(named, first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "60일 안에",
        "3일간",
        "100일째",
        "3개월",
        "오늘날",
        "1646년 3월 난징",
        "1646년 3월 2일과",
        "이듬해 3월 2일",
        "다음 해 2월까지",
        "그해 3월 2∼5일",
        "1920년대 이후",
        "2월 30일 어느 날".replace("2월 30일", "99일"),
        "올가을",
        "뜻을 전달했다",
        "의견 전달에 나섰다",
        "자료를 보내주고 갔다",
        "길을 내주었다",
        "앞으로 내달렸다",
        "주 4일제를 시범 도입한다",
        "주 5일 근무",
        "5일장이 선다",
        "1일 최대 300명이",
        "1일 3회 운행",
        "연 15일의 유급휴가",
        "5일씩 쉰다",
        "may do so",
        "march on",
        "the other 12 may have gone",
    ],
)
def test_what_names_no_day(text: str) -> None:
    assert found(text) == []


def test_early_in_a_month_a_high_day_is_the_month_before() -> None:
    assert found("31일 밝혔다", date(2026, 2, 2)) == [("31일", "2026-01-31", "2026-01-31")]


def test_a_moment_counts_as_its_day_in_korea() -> None:
    late = datetime(2026, 3, 12, 20, 0, tzinfo=UTC)  # the 13th, 5 a.m. in Seoul
    assert [one.first for one in find_dates("오늘", late)] == [date(2026, 3, 13)]


def test_the_ends_of_the_calendar_have_days_too() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert [one.first for one in find_dates("오늘과 내일", last)] == [date.max]
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    assert [one.first for one in find_dates("어제와 오늘", first)] == [date.min]


def test_a_name_says_what_it_leaves_open() -> None:
    text = "12일, 3월 12일, 4월, 2026년 3월, 지난 5일, 어제, March 9, last Friday"
    assert [one.unsaid for one in find_dates(text, FRIDAY)] == [
        Unsaid.MONTH,
        Unsaid.YEAR,
        Unsaid.YEAR,
        None,
        None,
        None,
        Unsaid.YEAR,
        None,
    ]


def test_a_question_leans_to_what_has_been() -> None:
    for name, past, coming in (
        ("15일", "2026-02-15", "2026-03-15"),
        ("4월 1일", "2025-04-01", "2026-04-01"),
        ("May 2", "2025-05-02", "2026-05-02"),
        ("어제", "2026-03-12", "2026-03-12"),
    ):
        (before,) = find_dates(name, FRIDAY, Lean.PAST)
        (ahead,) = find_dates(name, FRIDAY, Lean.COMING)
        assert (before.first.isoformat(), ahead.first.isoformat()) == (past, coming)


def test_several_in_order() -> None:
    assert [name for name, *_ in found("어제 3월 2일과 내년 3월을 두고")] == [
        "어제",
        "3월 2일",
        "내년 3월",
    ]


PIECES = [
    "이번",
    "지난",
    "다음",
    "오는",
    "내년",
    "올해",
    "어제",
    "년",
    "월",
    "일",
    "달",
    "주",
    "초",
    "말",
    "금요일",
    "1",
    "2",
    "12",
    "2026",
    ".",
    "-",
]


@given(st.lists(st.sampled_from([*PIECES, " "])).map("".join), st.dates())
def test_any_text_and_any_day(text: str, reference: date) -> None:
    end = 0
    for one in find_dates(text, reference):
        assert end <= one.start < one.end <= len(text)
        assert one.first <= one.last
        end = one.end
