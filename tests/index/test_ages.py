"""Data directories of other releases: newer ones are refused by name, older ones lose nothing."""

import sqlite3

import pytest

from index import schema
from index.checking import check
from index.errors import StoreTooNew
from index.exporting import export
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything
from tests.index.older import taken_back
from tests.index.opening import open_plain

GIVEN = [
    simple("첫 판\n둘째 줄", source="/a.md"),
    simple("고친 판\n둘째 줄", source="/a.md"),
    simple("다른 문서", source="/b.md", url="https://nuri.example/1", publisher="누리"),
]


@pytest.fixture
def data(tmp_path):
    with open_plain(tmp_path / "data", FakeEmbedder()) as index:
        list(index.add_all(GIVEN))
    return tmp_path / "data"


def newer_arrangement(data):
    (data / "LAYOUT").write_text("2\n")


def newer_schema(data):
    with sqlite3.connect(data / "briefings.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()


@pytest.mark.parametrize(
    ("make_newer", "named"), [(newer_arrangement, "arrangement 2"), (newer_schema, "schema 999")]
)
@pytest.mark.parametrize(
    "look",
    [
        lambda data: open_plain(data, FakeEmbedder()),
        lambda data: open_plain(data, FakeEmbedder(), read_only=True),
        lambda data: list(export(data)),
        lambda data: list(check(data)),
    ],
    ids=["write", "read", "export", "check"],
)
def test_a_newer_one_is_refused_by_name_and_left_alone(data, make_newer, named, look):
    make_newer(data)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with pytest.raises(StoreTooNew, match=named):
        look(data)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.promise(18)
@pytest.mark.parametrize("version", range(1, schema.VERSION))
@pytest.mark.parametrize("look_first", [False, True])
def test_an_older_one_loses_nothing(data, version, look_first):
    before = list(export(data))
    with open_plain(data, FakeEmbedder()) as index:
        found = everything(index)
    taken_back(data / "briefings.sqlite3", version)
    if look_first:  # a command that only looks brings the database up by itself
        assert list(export(data)) == before
    embedder = FakeEmbedder()
    with open_plain(data, embedder) as index:
        assert everything(index) == found
    assert [text for text in embedder.embedded if text in found] == []
    assert list(export(data)) == before
    assert list(check(data)) == []
