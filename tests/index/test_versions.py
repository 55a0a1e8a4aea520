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
QUANTUM = (
    "미래과학부는 12일 양자 기술 예산을 두 배로 늘린다고 밝혔다. 표민서 장관은 한빛연을 찾아"
    " 시제품을 살핀 뒤 젊은 연구자가 오래 머물 자리를 만들겠다고 말했다. 연구원은 시제품을"
    " 11월에 대학에 먼저 열고 내년 3월부터 중소기업에도 사용 시간을 나누어 줄 계획이다."
)
FERRY = (
    "해양교통부는 12일 섬 주민의 여객선 요금을 절반으로 내린다고 밝혔다. 바뀐 요금은 다음 달"
    " 첫날부터 모든 항로에 적용되고, 주민은 신분증을 보이기만 하면 된다. 부두에 모인 어민들은"
    " 겨울에도 배가 끊기지 않게 해 달라고 당부했다. 해교부는 낡은 배 네 척을 바꾸기로 했다."
)


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


def test_texts_with_nothing_in_common_are_two_articles_whatever_address_they_state(index):
    shared = "https://news.example/view.do?menu=2"
    quantum = put(index, QUANTUM, "a.html", shared)
    ferry = put(index, FERRY, "b.html", shared)
    assert (quantum.kind, ferry.kind) == (ADDED, ADDED)
    assert everything(index) == {QUANTUM, FERRY}
    again = put(index, FERRY.replace("절반", "사분의 일"), "b.html", shared)
    assert again.kind == UPDATED
    assert versions(index, again.doc_id) == [("b.html", True), ("b.html", False)]
    assert versions(index, quantum.doc_id) == [("a.html", True)]
    index.remove(quantum.doc_id)
    assert everything(index) == {FERRY.replace("절반", "사분의 일")}


def test_a_text_of_which_half_was_rewritten_is_a_version_of_the_article_at_its_address(index):
    words = QUANTUM.split()
    rewritten = " ".join([*words[: len(words) // 2], *FERRY.split()])
    put(index, QUANTUM, "a.html")
    assert put(index, rewritten, "b.html").kind == UPDATED
    assert everything(index) == {rewritten}


def test_a_source_may_hold_another_text_altogether(index):
    put(index, QUANTUM, "a.html")
    assert put(index, FERRY, "a.html").kind == UPDATED
    assert everything(index) == {FERRY}


@pytest.mark.parametrize("stated", ["https://news.example/", "https://news.example/view.do"])
def test_an_address_of_no_page_joins_no_articles(index, stated):
    put(index, "양자 예산을 늘린다", "a.html", stated)
    assert put(index, "여객선 요금을 내린다", "b.html", stated).kind == ADDED
    assert index.count() == 2


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
