"""Passages found by the days they name, whatever they call them: real SQLite, no language model."""

import sqlite3
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import named_days, schema
from index.query import Filters, Query
from ingest.dates import DateMention
from ingest.origins import Confidence, Origin, StatedBy
from ingest.periods import Days
from ingest.pipeline import prepare
from ingest.read import from_text
from ingest.timestamps import KOREA
from tests.index import older
from tests.index.articles import article, prepared, simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, texts_at
from tests.index.opening import open_plain

FRIDAY = datetime(2026, 3, 13, 9, 0, tzinfo=KOREA)
BEFORE_DAYS = 4
DAYS = range(3, 15)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def published(day):
    return datetime(2026, 3, day, 9, 0, tzinfo=KOREA)


def korean(day, **fields):
    """Twelve such articles say the same, each of the day before it was published."""
    fields = {"published_at": published(day + 1), "source": f"/ko/{day}.txt"} | fields
    text = f"표민서 장관은 {day}일 오전 한빛연을 찾아 인력을 늘려 달라고 주문했다."
    return prepare(from_text(text, title="장관 방문", **fields))


def english(day, **fields):
    fields = {"published_at": published(day + 1), "source": f"/en/{day}.txt"} | fields
    name = WEEKDAYS[date(2026, 3, day).weekday()]
    text = f"Minister Pyo asked the institute on {name} to hire more people."
    return prepare(from_text(text, title="A visit", **fields))


@pytest.fixture
def filled(index):
    list(index.add_all([korean(day) for day in DAYS] + [english(day) for day in DAYS]))
    return index


def best(index, question, language, **fields):
    """The sources of the hits of a language whose words hold the most of the question."""
    hits = index.search(Query(question, k=50, **fields))
    hits = [hit for hit in hits if hit.document.source.startswith(f"/{language}/")]
    most = max(hit.scores["terms"] for hit in hits)
    return [hit.document.source for hit in hits if hit.scores["terms"] == most]


@pytest.mark.parametrize(
    "question",
    [
        "어제 장관이 주문한 것은?",
        "3월 12일에 장관이 무엇을 주문했나?",
        "What did the minister ask for yesterday?",
        "What happened on March 12?",
        "What happened on 12 March 2026?",
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_day_is_found_whatever_the_text_calls_it(filled, question, language):
    assert best(filled, question, language, as_of=FRIDAY) == [f"/{language}/12.txt"]


def test_the_day_counts_from_the_day_of_the_question(filled):
    for day in (4, 7, 10):
        assert best(filled, "어제는 무슨 말이 나왔나?", "ko", as_of=published(day + 1)) == [
            f"/ko/{day}.txt"
        ]


def test_a_week_holds_its_days(filled):
    found = best(filled, "지난주 장관의 주문은?", "ko", as_of=FRIDAY)
    assert sorted(found) == [f"/ko/{day}.txt" for day in (3, 4, 5, 6, 7, 8)]


def test_the_sentence_that_names_the_day_holds_the_question_s_words_for_it(index):
    text = "장관 1일 예산 설명\n장관 12일 예산 설명"
    index.add(simple(text, published_at=FRIDAY))
    list(index.add_all(simple(f"다른 글 {n}", source=f"{n}.txt") for n in range(9)))
    ranking = index.rank(Query("어제 장관의 예산 설명", k=1, as_of=FRIDAY))
    first, second = (one.coverage for one in ranking.sentences)
    assert first < second == pytest.approx(1.0)


def test_a_document_without_a_date_names_whole_days_only(index):
    list(index.add_all([korean(day, published_at=None) for day in DAYS]))
    whole = "표민서 장관은 2026년 3월 12일 공장을 찾았다."
    index.add(prepare(from_text(whole, title="장관 방문", source="/ko/whole.txt")))
    with index.view() as view:
        assert view.count_naming((Days(date(2026, 1, 1), date(2026, 12, 31)),)) == 1
    assert best(index, "어제 누가 왔나?", "ko", as_of=FRIDAY) == ["/ko/whole.txt"]


def test_a_guessed_date_dates_nothing_else(index):
    from dataclasses import replace

    guess = (Origin("published_at", StatedBy.DERIVED, Confidence.LOW),)
    index.add(prepared(replace(article("어제 왔다", published_at=FRIDAY), origins=guess)))
    with index.view() as view:
        assert view.count_naming((Days(date(2026, 3, 12), date(2026, 3, 12)),)) == 0


def test_filters_and_former_versions(index):
    march = (Days(date(2026, 3, 1), date(2026, 3, 31)),)
    index.add(simple("12일 왔다", source="a.txt", published_at=FRIDAY))
    index.add(simple("11일 왔다", source="b.txt", published_at=FRIDAY))
    with index.view() as view:
        assert view.count_naming(march) == len(view.naming(march)[0]) == 2
    with index.view(Filters(source="a.txt")) as view:
        assert view.count_naming(march) == 2
        assert len(view.naming(march)[0]) == 1
    index.add(simple("아무도 안 왔다", source="a.txt", published_at=FRIDAY))
    with index.view() as view:
        assert view.count_naming(march) == 1
    index.remove(article("11일 왔다", source="b.txt", published_at=FRIDAY).doc_id)
    with index.view() as view:
        assert view.count_naming(march) == 0


def naming_the_12th(index):
    with index.view() as view:
        places, _ = view.naming((Days(date(2026, 3, 12), date(2026, 3, 12)),))
        return set(texts_at(view, list(places)))


@pytest.fixture
def before(tmp_path):
    """A folder that an older release has filled, and what is found in it."""
    given = [
        simple("12일 왔다\n어제 갔다\n내년 봄", source="a.txt", published_at=FRIDAY),
        simple("12일 왔다", source="undated.txt"),
        simple("2026년 3월 12일 왔다", source="whole.txt"),
    ]
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index:
        list(index.add_all(given))
        seen, named = everything(index), naming_the_12th(index)
    assert named == {"12일 왔다\n어제 갔다", "2026년 3월 12일 왔다"}
    return tmp_path, seen, named


def test_what_an_older_release_stored_gets_its_days_without_being_read_again(before):
    folder, seen, named = before
    older.taken_back(folder / "briefings.sqlite3", BEFORE_DAYS)
    embedder = FakeEmbedder(dimension=8)
    with open_plain(folder, embedder, read_only=True) as index:
        assert everything(index) == seen
        assert naming_the_12th(index) == named
    assert embedder.embedded == []


def test_another_rule_finds_all_days_anew(before, monkeypatch):
    folder, _, named = before
    with open_plain(folder, FakeEmbedder(dimension=8)) as index:
        with index._store.writing() as connection:
            connection.execute("UPDATE days SET first = first - 1, last = last - 1")
        assert naming_the_12th(index) == set()
    monkeypatch.setattr(named_days, "RULE", "another")
    with open_plain(folder, FakeEmbedder(dimension=8)) as index:
        assert naming_the_12th(index) == named


def test_a_rebuild_finds_them_too(before):
    folder, _, named = before
    with open_plain(folder, FakeEmbedder(dimension=8)) as index:
        with index._store.writing() as connection:
            connection.execute("DELETE FROM days")
        index.rebuild()
        assert naming_the_12th(index) == named


RANGES = st.builds(
    lambda first, length: Days(date.fromordinal(first), date.fromordinal(first + length)),
    st.integers(738_000, 738_060),
    st.sampled_from([0, 0, 1, 6, 10, 11, 30]),
)


@given(st.lists(RANGES, max_size=5), st.lists(RANGES, min_size=1, max_size=3))
def test_the_database_meets_days_as_the_rule_says(named, asked):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection)
    for row, days in enumerate(named):
        mention = DateMention(0, 1, days.first, days.last)
        named_days.insert(connection, row, [mention])
    rows, times = named_days.naming(connection, asked)
    expected = {
        row: 1
        for row, days in enumerate(named)
        if any(named_days.meets(days, one) for one in asked)
    }
    assert dict(zip(rows.tolist(), times.tolist(), strict=True)) == expected
    connection.close()
