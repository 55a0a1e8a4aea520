"""What an older release stored gets its relations when it is opened."""

import pytest

from index.query import Query
from index.schema import VERSION
from index.stories import RULE
from tests.index import older, test_notices
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything
from tests.index.opening import open_plain
from tests.index.test_stories import FOLLOW_UP, REPORT, SHORTENED, dated

URL = "https://news.example/1"
BEFORE_RELATIONS = 2


@pytest.fixture
def stored(tmp_path):
    """What is in the folder when an older release has filled it, and the ids by source."""
    given = [
        simple(REPORT, source="a.txt", published_at=dated()),
        simple(SHORTENED, source="b.txt", published_at=dated()),
        simple(FOLLOW_UP, source="c.txt", published_at=dated()),
        simple("처음 글", source="v.txt"),
        simple("고친 글", source="v.txt"),
        test_notices.article(),
        test_notices.notice(),
    ]
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index:
        list(index.add_all(given))
        before = index.search(Query("낱말가0 공사비", k=5))
        seen = everything(index)
    older.taken_back(tmp_path / "briefings.sqlite3", BEFORE_RELATIONS)
    return tmp_path, {one.document.source: one.document.doc_id for one in given}, before, seen


def check(index, ids, before, seen):
    assert everything(index) == seen
    assert index.search(Query("낱말가0 공사비", k=5)) == before
    assert [copy.doc_id for copy in index.relations(ids["a.txt"]).story] == [ids["b.txt"]]
    assert index.relations(ids["c.txt"]).story == ()
    assert len(index.relations(ids["v.txt"]).versions) == 2
    assert index.relations(ids["notice.txt"]).corrects.doc_id == ids["article.txt"]


def test_an_older_database_opens_with_the_same_answers_and_with_relations(stored):
    folder, ids, before, seen = stored
    embedder = FakeEmbedder(dimension=8)
    with open_plain(folder, embedder) as index:
        check(index, ids, before, seen)
    assert embedder.embedded == []


def test_opened_for_reading_first_it_is_brought_up_too(stored):
    folder, ids, before, seen = stored
    with open_plain(folder, FakeEmbedder(dimension=8), read_only=True) as index:
        check(index, ids, before, seen)


def test_documents_of_one_address_become_versions(tmp_path, monkeypatch):
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index, monkeypatch.context() as patch:
        # An older release knew no addresses.
        patch.setattr("index.versions.canonical", lambda _url: None)
        patch.setattr("index.documents.canonical", lambda _url: None)
        first = index.add(simple("처음 글", source="a.html", url=URL)).doc_id
        second = index.add(simple("고친 글", source="b.html", url=URL)).doc_id
        assert everything(index) == {"처음 글", "고친 글"}
    older.taken_back(tmp_path / "briefings.sqlite3", BEFORE_RELATIONS)
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index:
        assert everything(index) == {"고친 글"}
        assert index.relations(first).superseded_by(first) == second
        assert index.search(Query("처음")) == index.search(Query("처음"))


def test_another_rule_finds_everything_anew(tmp_path, monkeypatch):
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index:
        with monkeypatch.context() as patch:
            patch.setattr("index.stories.same_story", lambda _one, _other: False)
            ids = [
                index.add(simple(text, source=f"{n}.txt", published_at=dated())).doc_id
                for n, text in enumerate((REPORT, SHORTENED))
            ]
        assert index.relations(ids[0]).story == ()
        with index._store.writing() as connection:
            connection.execute("UPDATE meta SET value = 'older' WHERE name = 'story_rule'")
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index:
        assert [copy.doc_id for copy in index.relations(ids[0]).story] == [ids[1]]
        with index._store.reading() as connection:
            (rule,) = connection.execute(
                "SELECT value FROM meta WHERE name = 'story_rule'"
            ).fetchone()
    assert rule == RULE
    assert VERSION > BEFORE_RELATIONS
