"""What a page's head states, in the shapes that sites use."""

import pytest
from lxml.html import document_fromstring

from ingest.document import Document
from ingest.facts import Facts
from ingest.fetch import Raw
from ingest.metadata import find_metadata
from ingest.origins import Confidence, StatedBy
from ingest.read import read

GRAPH = """{"@context": "https://schema.org", "@graph": [
  {"@type": "WebPage", "@id": "#page", "datePublished": "2026-11-22T00:03:00Z",
   "dateModified": "2026-11-22T05:10:00Z", "name": "다른 이름"},
  {"@type": "Organization", "@id": "#paper", "name": "새벽일보"},
  {"@type": ["NewsArticle"], "headline": "시제품 11월 가동", "publisher": {"@id": "#paper"},
   "author": [{"@type": "Person", "name": "단초롱"}, {"name": "마루한"}],
   "articleSection": ["과학", "경제"]}]}"""
LIST = """[{"@type": "BreadcrumbList"}, {"@type": "NewsArticle", "headline": "시제품 11월 가동",
  "datePublished": "2026-11-22T09:03:00+09:00", "publisher": "새벽일보", "author": "단초롱"}]"""


def facts(head: str, body: str = "") -> Facts:
    return find_metadata(
        document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    )


def test_a_graph_is_put_together() -> None:
    found = facts(f'<script type="application/ld+json">{GRAPH}</script>')
    assert (found.title, found.publisher) == ("시제품 11월 가동", "새벽일보")
    assert (found.byline, found.section) == ("단초롱, 마루한", "과학")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-11-22T00:03:00+00:00"
    assert found.modified_at is not None
    assert found.modified_at.isoformat() == "2026-11-22T05:10:00+00:00"
    assert {one.source for one in found.origins} == {StatedBy.JSON_LD}


def test_a_list_of_objects() -> None:
    found = facts(f'<script type="application/ld+json">{LIST}</script>')
    assert (found.title, found.publisher, found.byline) == (
        "시제품 11월 가동",
        "새벽일보",
        "단초롱",
    )


def test_microdata() -> None:
    found = facts(
        "",
        """<article itemscope><h1 itemprop="headline">시제품 11월 가동</h1>
        <span itemprop="author">단초롱 기자</span><meta itemprop="articleSection" content="과학">
        <time itemprop="datePublished" datetime="2026-11-22T09:03:00+09:00">오늘</time>
        <meta itemprop="dateModified" content="2026-11-22T10:00:00+09:00"></article>""",
    )
    assert (found.title, found.byline, found.section) == ("시제품 11월 가동", "단초롱 기자", "과학")
    assert found.published_at is not None
    assert found.published_at.hour == 9
    assert found.modified_at is not None
    assert found.modified_at.hour == 10
    assert found.confidence("published_at") is Confidence.HIGH


def test_a_field_filled_with_words_is_passed_over() -> None:
    shown = facts(
        '<meta property="article:published_time" content="today">'
        '<meta name="date" content="2026-11-22T09:03:00+09:00">'
    )
    assert shown.published_at is not None
    assert shown.published_at.isoformat() == "2026-11-22T09:03:00+09:00"


def test_time_elements_are_less_sure_than_tags() -> None:
    body = """<h1>시제품이 11월에 켜진다</h1><time class="updated" datetime="2026-11-23">어제</time>
      <time datetime="2026-11-22T09:03:00+09:00">22일</time>"""
    shown = facts("", body)
    assert shown.published_at is not None
    assert shown.published_at.isoformat() == "2026-11-22T09:03:00+09:00"
    assert shown.modified_at is not None
    assert shown.modified_at.day == 23
    assert shown.confidence("published_at") is Confidence.MEDIUM
    tag = '<meta property="article:published_time" content="2026-11-21T09:00:00+09:00">'
    tagged = facts(tag, body)
    assert tagged.published_at is not None
    assert tagged.published_at.day == 21


PAGE = """<html><head><link rel="canonical" href="{canonical}">
<meta property="article:published_time" content="2026-11-22T09:03:00+09:00">
<meta property="article:modified_time" content="{modified}"></head><body><article>
<h1>시제품 11월 가동</h1><h2>대학에 먼저 연다</h2>
<p>한빛과학기술연구원은 22일 50큐비트 양자컴퓨터 시제품을 대학에 먼저 연다고 밝혔다.</p>
<h3>내년 계획</h3>
<p>연구원은 내년 3월까지 전체 사용 시간의 30퍼센트를 중소기업에 내어 줄 계획이다.</p>
</article></body></html>"""


def page(canonical: str, modified: str) -> Document:
    content = PAGE.format(canonical=canonical, modified=modified).encode()
    url = "https://news.example/a?from=top"
    return read(Raw(source=url, name="a", content=content, url=url))


@pytest.mark.parametrize(
    ("canonical", "url", "source"),
    [
        ("https://news.example/a", "https://news.example/a", StatedBy.META),
        ("https://other.example/a", "https://news.example/a?from=top", StatedBy.ADDRESS),
        ("https://news.example/", "https://news.example/a?from=top", StatedBy.ADDRESS),
        ("https://news.example/view.do", "https://news.example/a?from=top", StatedBy.ADDRESS),
    ],
)
def test_a_page_names_pages_of_its_own_site_only(
    canonical: str, url: str, source: StatedBy
) -> None:
    found = page(canonical, "2026-11-22T10:00:00+09:00")
    assert found.url == url
    assert [one.source for one in found.origins if one.field == "url"] == [source]


@pytest.mark.parametrize(
    ("asked", "stated", "url"),
    [
        ("view.do?menuNo=2&seq=7", "view.do?menuNo=2", "view.do?menuNo=2&seq=7"),
        ("news/view?ntt_id=B7", "news/view", "news/view?ntt_id=B7"),
        ("view.do?menuNo=2&seq=7", "view.do?seq=7", "view.do?seq=7"),
        ("news/7?page=2", "news/7", "news/7"),
        ("view.do?menuNo=2&seq=7", "news/7", "news/7"),
    ],
)
def test_the_address_of_a_form_is_none_of_an_article_that_was_asked_for_by_its_number(
    asked: str, stated: str, url: str
) -> None:
    site = "https://ministry.example/"
    content = PAGE.format(canonical=site + stated, modified="").encode()
    assert read(Raw(source="a", name="a", content=content, url=site + asked)).url == site + url


def test_what_is_not_later_is_no_change() -> None:
    changed = page("https://news.example/a", "2026-11-22T10:00:00+09:00")
    assert changed.modified_at is not None
    assert page("https://news.example/a", "2026-11-22T09:03:00+09:00").modified_at is None


def test_sub_headlines_are_lines_of_the_text() -> None:
    found = page("https://news.example/a", "2026-11-22T10:00:00+09:00")
    named = [span.of(found.text) for span in found.subheadlines]
    assert named == ["대학에 먼저 연다", "내년 계획"]
    assert set(named) < set(found.text.split("\n"))


def test_the_identity_is_what_a_citation_shows() -> None:
    earlier = page("https://news.example/a", "2026-11-22T10:00:00+09:00")
    later = page("https://news.example/a", "2026-11-23T10:00:00+09:00")
    assert earlier.modified_at != later.modified_at
    assert earlier.doc_id == later.doc_id
