"""Which days a question means, by the day it is asked and by what the passages name."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.asked_days import AskedDays, asked_days
from ingest.periods import Days

FRIDAY = date(2026, 3, 13)


def meant(text: str, *named: str, as_of: date | datetime = FRIDAY) -> list[str]:
    """The terms that a question gets where one passage each names the days given."""
    days = [Days(date.fromisoformat(one), date.fromisoformat(one)) for one in named]

    def count(asked):
        return sum(AskedDays(0, 0, tuple(asked), 0).met_by(one) for one in days)

    return [found.term for found in asked_days(text, as_of, count)]


@pytest.mark.parametrize(
    ("text", "named", "term"),
    [
        ("어제 장관이 무엇을 주문했나", "2026-03-12", "@2026-03-12/2026-03-12"),
        ("What happened yesterday?", "2026-03-12", "@2026-03-12/2026-03-12"),
        ("지난주 회의에서 나온 말은?", "2026-03-03", "@2026-03-02/2026-03-08"),
        ("What was said last week?", "2026-03-03", "@2026-03-02/2026-03-08"),
        ("이번 달 행사는?", "2026-03-30", "@2026-03-01/2026-03-31"),
        ("this month's events?", "2026-03-30", "@2026-03-01/2026-03-31"),
        ("last Friday's vote", "2026-03-06", "@2026-03-06/2026-03-06"),
        ("내년 예산은?", "2027-05-01", "@2027-01-01/2027-12-31"),
        ("2024년 3월 12일 회의", "2024-03-12", "@2024-03-12/2024-03-12"),
        ("the vote on March 12, 2024", "2024-03-12", "@2024-03-12/2024-03-12"),
    ],
)
def test_what_counts_from_the_day_of_the_question_means_one_range(text, named, term):
    assert meant(text, named) == [term]


@pytest.mark.parametrize("text", ["3월 12일 회의", "What happened on March 12?"])
def test_a_day_without_its_year_is_the_last_or_the_next(text):
    both = ["@2026-03-12/2026-03-12,2027-03-12/2027-03-12"]
    assert meant(text, "2026-03-12") == meant(text, "2027-03-12") == both
    assert meant(text, "2026-03-12", "2025-03-12") == both


@pytest.mark.parametrize("text", ["3월 12일 회의", "What happened on March 12?"])
def test_where_neither_is_named_the_latest_before_is_meant(text):
    assert meant(text, "2024-03-12", "2022-03-12") == ["@2024-03-12/2024-03-12"]
    assert meant(text, "2024-03-12", as_of=date(2031, 1, 1)) == ["@2024-03-12/2024-03-12"]
    assert meant(text, "2003-03-12") == []


def test_every_year_back_is_looked_at_leap_years_too():
    for year in range(2017, 2026):
        assert meant("3월 12일에는?", f"{year}-03-12") == [f"@{year}-03-12/{year}-03-12"]
    assert meant("2월 29일에는?", "2020-02-29") == ["@2020-02-29/2020-02-29"]


def test_a_month_without_its_year():
    assert meant("5월 회의에서는?", "2025-05-20") == [
        "@2025-05-01/2025-05-31,2026-05-01/2026-05-31"
    ]
    assert meant("5월 회의에서는?", "2023-05-20") == ["@2023-05-01/2023-05-31"]


def test_a_day_without_its_month_is_looked_for_month_by_month():
    assert meant("10일에는?", "2026-03-10") == ["@2026-03-10/2026-03-10,2026-04-10/2026-04-10"]
    assert meant("10일에는?", "2025-11-10") == ["@2025-11-10/2025-11-10"]


def test_days_that_no_passage_names_are_no_term():
    assert meant("어제 무슨 일이 있었나", "2026-03-11") == []
    assert meant("장관은 뭐라고 했나", "2026-03-12") == []


def test_two_names_of_one_day_are_one_term():
    assert len(meant("어제, 곧 2026년 3월 12일에", "2026-03-12")) == 1


def test_a_moment_counts_as_its_day_in_korea():
    late = datetime(2026, 3, 12, 20, 0, tzinfo=UTC)  # the 13th, 5 a.m. in Seoul
    assert meant("어제는?", "2026-03-12", as_of=late) == ["@2026-03-12/2026-03-12"]


@given(
    st.text(alphabet="0123456789년월일초말 지난달오는내년올해.-"),
    st.dates() | st.datetimes(timezones=st.just(UTC)),
)
def test_any_question_on_any_day(text, as_of):
    for found in asked_days(text, as_of, len):
        assert 0 <= found.start < found.end <= len(text)
        assert all(one.first <= one.last for one in found.days)
    assert asked_days(text, as_of, lambda _days: 0) == ()
