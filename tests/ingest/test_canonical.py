import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.canonical import canonical

PAGE = "https://news.example/a/1"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://news.example/a/1",
        "HTTPS://News.Example/a/1/",
        "https://news.example:443/a/1#comments",
        "https://news.example/a/1?utm_source=mail&utm_medium=x",
        " https://news.example/a/1?fbclid=abc ",
        "https://news.example/a/1?",
    ],
)
def test_spellings_of_one_page(spelling):
    assert canonical(spelling) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/a/1",
        "https://www.news.example/a/1",
        "https://news.example:8443/a/1",
        "https://news.example/A/1",
        "https://news.example/a/1?id=2",
        "https://news.example/a%2F1",
    ],
)
def test_what_only_the_server_knows_to_be_one_page_is_another(other):
    assert canonical(other) not in (PAGE, None)


@pytest.mark.parametrize(
    "named",
    [
        "https://news.example?id=2",
        "https://news.example/view.do?id=2",
        "https://news.example/a.do/b",
    ],
)
def test_a_site_or_a_program_asked_for_something_is_a_page(named):
    assert canonical(named) == named


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "news.example/a",
        "mailto:a@news.example",
        "https:///a",
        "https://a:99999/",
        "x:/[",
        "https://news.example",
        "https://news.example/?utm_source=mail#top",
        "https://news.example/board/view.do",
        "https://news.example/View.ASPX/?",
    ],
)
def test_what_is_no_page_has_no_address(address):
    assert canonical(address) is None


@given(st.text(max_size=40))
def test_it_never_fails_and_is_settled_at_once(rest):
    found = canonical("https://news.example/" + rest)
    assert found is None or canonical(found) == found
