"""Generated Korean pages: the article whole, once and in order; all the rest named and left out."""

from hypothesis import HealthCheck, given, settings

from ingest.clean import clean
from ingest.document import Document
from ingest.fetch import Raw
from ingest.read import from_text, read
from ingest.reasons import kind_of
from tests.ingest.korean_pages import KoreanPage, korean_pages

# Pages have many parts to draw; each takes a few milliseconds to read.
many = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def holds_nothing_but_the_article(document: Document, page: KoreanPage) -> None:
    assert document.title == page.headline
    assert document.text.split("\n") == page.kept


def names_all_it_left_out(document: Document, page: KoreanPage) -> None:
    reported = [dropped.text for dropped in document.dropped]
    for line in page.furniture:
        assert any(line in one for one in reported), line
    assert all(kind_of(dropped.reason) for dropped in document.dropped)


def is_clean(document: Document) -> None:
    again = clean(
        document.text,
        title=document.title,
        publisher=document.publisher,
        byline=document.byline,
    )
    assert again.text == document.text
    assert again.dropped == ()


@many
@given(korean_pages())
def test_a_pasted_copy(page: KoreanPage) -> None:
    document = from_text(page.copy())
    holds_nothing_but_the_article(document, page)
    names_all_it_left_out(document, page)
    is_clean(document)


@many
@given(korean_pages())
def test_a_page_as_its_site_sends_it(page: KoreanPage) -> None:
    document = read(Raw(source="/a.html", name="a.html", content=page.html().encode()))
    holds_nothing_but_the_article(document, page)
    names_all_it_left_out(document, page)
    is_clean(document)
