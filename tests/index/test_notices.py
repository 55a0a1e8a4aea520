"""A notice is linked to the article it corrects, in whatever order they come, and to no other."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from index import notices
from index.query import Query
from ingest.corrections import NoticeKind
from ingest.timestamps import KOREA
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

TITLE = "한결대교 개통 석 달 늦어진다…공사비 늘어"
ARTICLE = {"title": TITLE, "publisher": "다온경제", "source": "article.txt"}
NOTICE = {"title": "[바로잡습니다] 공사비", "publisher": "다온경제", "source": "notice.txt"}
SAYS = "본지 7월 8일 자 '한결대교 개통 석 달 늦어진다' 기사의 액수를 바로잡습니다."


def article(day=8, text="공사비는 1120억 원이다", **fields):
    moment = datetime(2026, 7, day, 6, tzinfo=KOREA)
    return simple(text, **{**ARTICLE, "published_at": moment, **fields})


def notice(text=SAYS, day=10, **fields):
    moment = datetime(2026, 7, day, 8, tzinfo=KOREA)
    return simple(text, **{**NOTICE, "published_at": moment, **fields})


def corrects(index, given):
    found = index.relations(given.document.doc_id).corrects
    return found and found.doc_id


def test_a_correction_is_known_on_both_sides_and_on_every_hit(index):
    wrong, right = article(), notice()
    index.add(right)
    index.add(wrong)
    assert corrects(index, right) == wrong.document.doc_id
    (found,) = index.relations(wrong.document.doc_id).corrections
    assert found.kind is NoticeKind.CORRECTION
    assert (found.doc_id, found.title, found.own) == (
        right.document.doc_id,
        "[바로잡습니다] 공사비",
        False,
    )
    assert found.published_at == right.document.published_at
    hits = {hit.document.source: hit for hit in index.search(Query("공사비"))}
    assert hits["article.txt"].corrections == (found,)
    assert hits["notice.txt"].corrections == ()


@pytest.mark.parametrize(
    "other",
    [
        article(publisher="여울신문"),  # papers correct their own
        article(day=1),  # not of the day that is named
        article(title="한결대교 야경 축제"),
        article(title="개통"),  # too small a part of what is named
        article(day=12),  # after the notice
        article(published_at=None),
    ],
)
def test_what_does_not_fit_is_not_linked(index, other):
    right = notice()
    index.add(right)
    index.add(other)
    assert corrects(index, right) is None
    assert index.relations(right.document.doc_id).notice is NoticeKind.CORRECTION
    assert index.relations(other.document.doc_id).corrections == ()


def test_two_that_fit_alike_are_one_too_many(index):
    twins = [article(source=f"{n}.txt", text=f"공사비 {n}") for n in range(2)]
    right = notice()
    for one in (*twins, right):
        index.add(one)
    assert corrects(index, right) is None
    index.remove(twins[0].document.doc_id)
    assert corrects(index, right) == twins[1].document.doc_id


def test_the_whole_headline_is_better_than_a_part_and_an_address_than_both(tmp_path):
    part = article()
    whole = article(source="w.txt", title="한결대교 개통 석 달 늦어진다", text="짧은 기사")
    named = article(
        source="u.txt", day=1, publisher="여울신문", title="딴 제목", url="https://news.example/1"
    )
    for order, given in enumerate(permutations((notice(), part, whole))):
        with open_plain(tmp_path / str(order), FakeEmbedder(dimension=8)) as index:
            for one in given:
                index.add(one)
            assert corrects(index, notice()) == whole.document.doc_id
            says = notice(f"{SAYS} https://news.example/1/", source="n2.txt")
            index.add(says)
            index.add(named)
            assert corrects(index, says) == named.document.doc_id


def test_a_headline_resent_with_a_label_corrects_the_one_before(index):
    wrong, right = article(), notice("새 기사", title=f"[정정] {TITLE}")
    index.add(wrong)
    index.add(right)
    assert corrects(index, right) == wrong.document.doc_id


def test_names_and_numbers_of_the_paper_on_the_named_day_are_enough(index):
    from dataclasses import replace

    from ingest.document import Morpheme

    def naming(prepared):
        text = prepared.document.text
        found = [
            Morpheme(name, "NNP", text.index(name), text.index(name) + len(name))
            for name in ("여두현", "다솜건설", "한결대교")
            if name in text
        ]
        sentence = replace(prepared.sentences[0], morphemes=tuple(found))
        return replace(prepared, sentences=(sentence, *prepared.sentences[1:]))

    text = "여두현 다솜건설 소장은 한결대교 공사비가 1120억 원이라고 했다"
    says = (
        "본지 7월 8일 자 기사의 다솜건설 여두현 소장 말은 한결대교 1120억 원이 맞아 바로잡습니다."
    )
    wrong, right = naming(article(text=text)), naming(notice(says))
    index.add(wrong)
    index.add(right)
    assert corrects(index, right) == wrong.document.doc_id
    nameless = article(source="b.txt", text="한결대교 1120억 원", title="다른 기사")
    index.add(nameless)
    assert corrects(index, right) == wrong.document.doc_id


def test_a_link_goes_with_its_notice_and_waits_for_its_article(index):
    wrong, right = article(), notice()
    index.add(wrong)
    index.add(right)
    index.remove(right.document.doc_id)
    assert index.relations(wrong.document.doc_id).corrections == ()
    index.add(right)
    index.remove(wrong.document.doc_id)
    assert corrects(index, right) is None
    index.add(wrong)
    assert corrects(index, right) == wrong.document.doc_id


def test_a_new_version_is_corrected_only_if_it_is_still_the_article(index):
    right = notice()
    index.add(right)
    index.add(article())
    index.add(article(text="공사비는 1130억 원이다"))
    (current,) = [d for d in index.documents() if d.source == "article.txt"]
    assert corrects(index, right) == current.doc_id
    index.add(article(text="다른 이야기", title="여객선 요금 인하"))
    assert corrects(index, right) is None


def test_a_version_that_says_it_was_corrected_is_marked(index):
    old = article()
    new = article(text="공사비는 1130억 원이다\n이 기사는 10일 공사비를 정정했습니다.")
    index.add(old)
    index.add(new)
    (found,) = index.relations(new.document.doc_id).corrections
    assert (found.kind, found.doc_id, found.own) == (
        NoticeKind.CORRECTION,
        new.document.doc_id,
        True,
    )
    assert index.relations(old.document.doc_id).corrections == (found,)
    assert index.relations(new.document.doc_id).notice is None


def test_a_labelled_headline_in_the_article_s_own_place_is_such_a_version(index):
    index.add(article())
    new = article(text="공사비는 1130억 원이다", title=f"[정정] {TITLE}")
    index.add(new)
    (found,) = index.relations(new.document.doc_id).corrections
    assert found.own


def test_a_notice_is_in_no_story_with_what_it_corrects(index):
    text = "\n".join(" ".join(f"낱말{n}{i}" for i in range(12)) for n in "가나다라")
    wrong, right = article(text=text), notice(text, title=f"[정정] {TITLE}")
    index.add(wrong)
    index.add(right)
    assert index.relations(wrong.document.doc_id).story == ()


def test_the_samples_corrections_are_linked_right_and_nothing_else_is(tmp_path):
    from pathlib import Path

    from ingest.fetch import gather
    from ingest.pipeline import prepare_all
    from ingest.read import read

    samples = Path(__file__).parents[2] / "samples" / "briefings"
    documents = [read(found) for found in gather([str(samples)])]
    with open_plain(tmp_path, FakeEmbedder(dimension=8)) as index:
        list(index.add_all(prepare_all(documents)))
        names = {d.doc_id: Path(d.source).name for d in documents}
        relations = {name: index.relations(doc_id) for doc_id, name in names.items()}
    links = {n: names[r.corrects.doc_id] for n, r in relations.items() if r.corrects}
    assert links == {
        "pub-hangyeol-bridge-correction.txt": "pub-hangyeol-bridge-delay.html",
        "sci-correction-gaoncell.txt": "sci-gaoncell-pact.html",
    }
    assert {n for n, r in relations.items() if r.corrections} == set(links.values())
    assert {n for n, r in relations.items() if r.notice} == set(links)
    told = {n: sorted(names[c.doc_id] for c in r.story) for n, r in relations.items() if r.story}
    wire = [f"sci-wire-launch-{n}" for n in ("daon.html", "garam.html", "hbs.txt")]
    assert told == {n: [other for other in wire if other != n] for n in wire}
    assert all(len(r.versions) == 1 for r in relations.values())


def steps(index, work, newest):
    """What SQLite does, in steps of its machine, for such work on a document."""
    with index._store.writing() as connection:
        (row,) = connection.execute(newest).fetchone()
        counted = []
        connection.set_progress_handler(lambda: counted.append(1), 1)
        work(connection, row)
        connection.set_progress_handler(None, 0)
    return len(counted)


def others(count, day):
    return [article(day, f"글 {n}", source=f"{n}.txt", title=f"글 {n}") for n in range(count)]


def test_a_new_article_does_not_go_through_those_of_its_time(tmp_path):
    taken = []
    for stored in (10, 200):
        with open_plain(tmp_path / str(stored), FakeEmbedder()) as index:
            index.add(notice())
            list(index.add_all(others(stored, day=8)))
            taken.append(steps(index, notices.link_to, "SELECT max(id) FROM documents"))
    assert taken[1] <= taken[0] + 50


@pytest.mark.parametrize("text", [SAYS, "정정합니다."])
def test_a_notice_does_not_go_through_articles_that_time_forbids_or_without_naming_any(
    tmp_path, text
):
    def link(connection, row):
        notices.relink(connection, [row])

    taken = []
    for stored in (10, 200):
        with open_plain(tmp_path / str(stored), FakeEmbedder()) as index:
            list(index.add_all(others(stored, day=5)))
            index.add(notice(text, title="[정정]"))
            taken.append(steps(index, link, "SELECT document FROM notices"))
    assert taken[1] <= taken[0] + 50


@pytest.mark.parametrize("day", ["7월 8일 자", "0001년 1월 1일 자"])
@pytest.mark.parametrize("hours", [-25, -24, -1, 0, 23, 24])
def test_the_paper_of_a_day_is_of_that_day_or_the_evening_before(index, day, hours):
    wrong = article(published_at=datetime(2026, 7, 8, tzinfo=KOREA) + timedelta(hours=hours))
    right = notice(SAYS.replace("7월 8일 자", day))
    index.add(wrong)
    index.add(right)
    assert (corrects(index, right) is not None) == (day[0] == "7" and -24 <= hours < 24)


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("zone", [UTC, KOREA])
def test_a_notice_may_be_of_the_calendar_s_first_or_last_day(index, year, zone):
    month, day = (1, 1) if year == 1 else (12, 31)
    moment = datetime(year, month, day, 12, tzinfo=zone)
    says = SAYS.replace("7월 8일", f"{year:04}년 {month}월 {day}일")
    wrong, right = article(published_at=moment), notice(says, published_at=moment)
    index.add(wrong)
    index.add(right)
    assert corrects(index, right) == wrong.document.doc_id
