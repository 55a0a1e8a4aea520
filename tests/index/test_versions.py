"""Versions of one article, by source and by address: which is current, and that none is lost."""

from datetime import UTC, datetime

import pytest

from index.errors import UnknownDocument
from index.records import ChangeKind
from tests.index.articles import simple
from tests.index.looking import everything

URL = "https://news.example/1"
EARLY, LATE = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC)
ADDED, UPDATED, UNCHANGED, KNOWN, OLDER = ChangeKind


def put(index, text, source, url=URL, published_at=None):
    return index.add(simple(text, source=source, url=url, published_at=published_at))


def versions(index, doc_id):
    return [(one.source, one.current) for one in index.relations(doc_id).versions]


def test_another_source_with_the_same_address_is_a_new_version(index):
    first = put(index, "처음 글", "crawl-1/a.html")
    second = put(index, "고친 글", "crawl-2/a.html", "HTTPS://News.example/1/?utm_source=x#top")
    assert (first.kind, second.kind) == (ADDED, UPDATED)
    assert everything(index) == {"고친 글"}
    assert index.document(first.doc_id).text == "처음 글"
    expected = [("crawl-2/a.html", True), ("crawl-1/a.html", False)]
    assert versions(index, first.doc_id) == versions(index, second.doc_id) == expected
    assert index.relations(first.doc_id).superseded_by(first.doc_id) == second.doc_id
    assert index.relations(second.doc_id).superseded_by(second.doc_id) is None


def test_the_same_text_at_the_same_address_is_kept_once_as_it_came_first(index):
    first = put(index, "같은 글", "a.html")
    again = put(index, "같은 글", "b.html")
    assert (again.kind, again.kept_as, again.source) == (KNOWN, first.doc_id, "b.html")
    assert [d.source for d in index.documents()] == ["a.html"]
    with pytest.raises(UnknownDocument):
        index.document(again.doc_id)
    assert index.settled(simple("같은 글", source="b.html", url=URL).document).kind == KNOWN


def test_without_an_address_the_same_text_is_two_documents(index):
    put(index, "같은 글", "a.html", None)
    assert put(index, "같은 글", "b.html", None).kind == ADDED
    assert index.count() == 2


def test_an_older_crawl_that_comes_later_does_not_replace_a_newer_one(index):
    new = put(index, "새 글", "new.html", published_at=LATE)
    old = put(index, "옛 글", "old.html", published_at=EARLY)
    assert old.kind == OLDER
    assert everything(index) == {"새 글"}
    assert index.document(old.doc_id).text == "옛 글"
    assert versions(index, old.doc_id) == [("new.html", True), ("old.html", False)]
    assert put(index, "옛 글", "old.html", published_at=EARLY).kind == UNCHANGED
    assert put(index, "옛 글", "older.html", published_at=EARLY).kept_as == old.doc_id
    assert index.relations(new.doc_id).versions[0].doc_id == new.doc_id


@pytest.mark.parametrize("times", [(None, EARLY), (LATE, None), (LATE, LATE)])
def test_unless_both_state_their_time_the_later_arrival_is_newer(index, times):
    put(index, "처음 글", "a.html", published_at=times[0])
    assert put(index, "나중 글", "b.html", published_at=times[1]).kind == UPDATED
    assert everything(index) == {"나중 글"}


def test_a_source_is_believed_whatever_time_it_states(index):
    put(index, "처음 글", "a.html", published_at=LATE)
    assert put(index, "되돌린 글", "a.html", published_at=EARLY).kind == UPDATED
    assert everything(index) == {"되돌린 글"}


def test_two_files_with_one_address_do_not_take_turns(index):
    put(index, "하나", "a.html")
    put(index, "둘", "b.html")
    assert [put(index, t, s).kind for t, s in (("하나", "a.html"), ("둘", "b.html"))] == [
        UNCHANGED,
        UNCHANGED,
    ]
    assert everything(index) == {"둘"}


def test_a_source_that_takes_up_another_article_brings_its_versions_along(index):
    old = put(index, "어제 기사", "latest.html", "https://news.example/0")
    there = put(index, "오늘 기사", "today.html")
    moved = put(index, "오늘 기사 고침", "latest.html")
    assert moved.kind == UPDATED
    assert everything(index) == {"오늘 기사 고침"}
    sources = {one.doc_id for one in index.relations(moved.doc_id).versions}
    assert sources == {old.doc_id, there.doc_id, moved.doc_id}


def test_a_source_that_now_holds_what_is_known_gives_up_what_it_held(index):
    put(index, "어제 기사", "latest.html", "https://news.example/0")
    there = put(index, "오늘 기사", "today.html")
    known = put(index, "오늘 기사", "latest.html")
    assert (known.kind, known.kept_as) == (KNOWN, there.doc_id)
    assert everything(index) == {"오늘 기사"}


def test_with_the_current_version_go_the_former_ones(index):
    first = put(index, "처음 글", "a.html")
    second = put(index, "고친 글", "b.html")
    index.remove(second.doc_id)
    assert everything(index) == set()
    for doc_id in (first.doc_id, second.doc_id):
        with pytest.raises(UnknownDocument):
            index.document(doc_id)
    assert put(index, "처음 글", "a.html").kind == ADDED


def test_a_former_version_can_be_removed_alone(index):
    first = put(index, "처음 글", "a.html")
    second = put(index, "고친 글", "b.html")
    index.remove(first.doc_id)
    assert versions(index, second.doc_id) == [("b.html", True)]


def test_an_unknown_document_stands_to_nothing(index):
    assert index.relations("no-such-id").versions == ()
