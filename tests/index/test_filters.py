import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.instants import utc_text
from index.query import Filters
from tests.index.articles import simple
from tests.index.looking import found_texts, nearest_texts

KOREA = timezone(timedelta(hours=9))
ARTICLES = {
    "가": {"source": "/b/2026/a.txt", "publisher": "한빛일보"},
    "나": {
        "source": "/b/2026/sub/b.txt",
        "published_at": datetime(2026, 3, 12, 8, 0, tzinfo=KOREA),
    },
    "다": {"source": "/b/20261/a.txt", "published_at": datetime(2026, 3, 12, 0, 0, tzinfo=UTC)},
    "라": {"source": "https://news.example/b_2/a%.txt", "publisher": "Daily Example"},
    "마": {"source": "up load.txt", "published_at": datetime(2026, 3, 13, tzinfo=KOREA)},
    "바": {"source": "/보도자료/3월.hwp", "publisher": "한빛연"},
}


def decomposed(text):
    """As macOS spells a name."""
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("", "가나다라마바"),
        ("2026 A.TXT", "가다"),
        ("example", "라"),
        ("sub B.", "나"),
        ("%", "라"),
        ("없다", ""),
        (decomposed("한빛 보도자료"), "바"),
    ],
)
def test_documents_are_listed_by_words_of_their_names(filled, named, expected):
    found = filled.documents(named=named)
    assert sorted(document.text[0] for document in found) == list(expected)
    assert filled.count(named) == len(expected)


def test_publishers_are_listed_by_their_documents(filled):
    filled.add(simple("사 공통", source="c.txt", publisher="한빛일보"))
    found, total = filled.publishers()
    assert (list(found.items()), total) == (
        [("한빛일보", 2), ("Daily Example", 1), ("한빛연", 1)],
        3,
    )
    assert filled.publishers(limit=1) == ({"한빛일보": 2}, 3)
    assert filled.publishers(limit=1, offset=1) == ({"Daily Example": 1}, 3)


@pytest.fixture
def filled(index):
    list(index.add_all(simple(f"{name} 공통", **fields) for name, fields in ARTICLES.items()))
    return index


def at(day, hour=0):
    return datetime(2026, 3, day, hour, tzinfo=KOREA)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "가나다라마바"),
        (Filters(source=""), "가나다라마바"),
        (Filters(source="/b/2026/a.txt"), "가"),
        (Filters(source="/b/2026"), "가나"),
        (Filters(source="/b/2026/"), "가나"),
        (Filters(source="/b/202"), ""),
        (Filters(source="a.txt"), "가다"),
        (Filters(source="/a.txt"), "가다"),
        (Filters(source="sub/b.txt"), "나"),
        (Filters(source="2026"), ""),
        (Filters(source="https://news.example"), "라"),
        (Filters(source="a%.txt"), "라"),
        (Filters(source="%"), ""),
        (Filters(source="/b_2026"), ""),
        (Filters(source="up load.txt"), "마"),
        (Filters(publisher="한빛일보"), "가"),
        (Filters(publisher="DAILY example"), "라"),
        (Filters(publisher="한빛"), ""),
        (Filters(publisher=decomposed("한빛일보")), "가"),
        (Filters(source=decomposed("/보도자료")), "바"),
        (Filters(published_after=at(12, 8)), "나다마"),
        (Filters(published_after=at(12, 9)), "다마"),
        (Filters(published_before=at(13)), "나다"),
        (Filters(published_before=at(12, 9)), "나"),
        (Filters(published_after=at(12, 9), published_before=at(13)), "다"),
        (Filters(published_after=datetime(2026, 3, 13)), "마"),  # noqa: DTZ001 - Korean time
        (Filters(published_after=datetime(1, 1, 1, tzinfo=KOREA)), "나다마"),
        (Filters(source="/b", published_before=at(12, 9)), "나"),
    ],
)
def test_filters(filled, filters, expected):
    wanted = [f"{name} 공통" for name in expected]
    assert found_texts(filled, "공통", filters) == wanted
    assert sorted(nearest_texts(filled, "공통", filters=filters)) == wanted


def test_filtered_out_passages_take_no_places(filled):
    assert nearest_texts(filled, "가 공통", 1, Filters(source="up load.txt")) == ["마 공통"]


# The calendar's outermost years may leave it on the way to UTC; the next test is about those.
SOME_DAY = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis wants it bare
    max_value=datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=st.timezones(),
)


@given(SOME_DAY, SOME_DAY)
def test_texts_compare_as_the_moments_do(one, other):
    earlier = one.astimezone(UTC) < other.astimezone(UTC)
    assert (utc_text(one) < utc_text(other)) == earlier


def test_moments_off_the_calendar_are_its_ends():
    behind = timezone(timedelta(hours=-9))
    assert utc_text(datetime(1, 1, 1, tzinfo=KOREA)) == "0001-01-01T00:00:00.000000+00:00"
    assert utc_text(datetime(9999, 12, 31, 23, tzinfo=behind)).startswith("9999-12-31T23:59:59")
