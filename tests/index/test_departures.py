"""What left the search since a snapshot was made is not found in it."""

import pytest

from index import departures
from index.query import Filters, Query
from tests.index.articles import simple
from tests.index.looking import found_texts, nearest_texts


@pytest.fixture
def behind(index, monkeypatch):
    """An index whose snapshot does not know that one document was removed and one changed."""
    given = [simple(f"예산 {n}", source=f"/news/{n}.txt") for n in range(5)]
    list(index.add_all(given))
    monkeypatch.setattr(index._publisher, "publish", lambda **_: None)
    index.remove(given[1].document.doc_id)
    index.add(simple("예산 새 판", source="/news/3.txt"))
    return index


LEFT = ["예산 0", "예산 2", "예산 4"]


def test_a_passage_that_left_is_found_by_no_leg(behind):
    assert found_texts(behind, "예산") == LEFT
    assert sorted(nearest_texts(behind, "예산")) == LEFT
    assert sorted(hit.passage.text for hit in behind.search(Query("예산"))) == LEFT
    assert found_texts(behind, "예산", Filters(source="/news")) == LEFT
    assert found_texts(behind, "예산", Filters(source="3.txt")) == []


def test_nor_when_it_is_no_longer_known_when_it_left(behind):
    with behind._store.reading() as connection:
        left = departures.since(connection, behind._publisher.current.generation)
        assert left.tolist() == [2, 4]
    with behind.view() as view:
        departures.forget(behind._store, view.generation)
    with behind._store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM departures").fetchone() == (0,)
        assert not departures.known_since(connection, behind._publisher.current.generation)
    assert found_texts(behind, "예산") == LEFT
    assert sorted(nearest_texts(behind, "예산")) == LEFT


def test_the_next_publication_leaves_them_out(behind, monkeypatch):
    monkeypatch.undo()
    behind._publisher.publish()
    assert found_texts(behind, "예산") == [*LEFT, "예산 새 판"]
    assert behind._publisher.current.count == 4
