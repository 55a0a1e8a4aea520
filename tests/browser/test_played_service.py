"""The page in front of a service that the test plays: what can be tried again, who has the focus,
what is asked of the service and what is said aloud."""

import json
import re
import threading

import pytest

from service.errors import NotReady
from service.http.app import create_app
from service.settings import Settings
from tests.serving import serving

pytestmark = pytest.mark.browser

REFUSED = {
    "status": "not_in_documents",
    "text": "문서에 없습니다.",
    "short_answers": [],
    "citations": [],
    "hits": [],
    "question": "무엇?",
    "written_by": "extraction",
}


@pytest.fixture(scope="module")
def loading(tmp_path_factory):
    """A service that never loads: its page is all these tests need."""
    end = threading.Event()

    def load():
        end.wait()
        raise NotReady("stopped")

    with serving(create_app(Settings(data_dir=tmp_path_factory.mktemp("turns")), load)) as url:
        yield url
        end.set()


def answered(route):
    frames = f"event: answer\ndata: {json.dumps(REFUSED)}\n\nevent: done\ndata: {{}}\n\n"
    route.fulfill(content_type="text/event-stream", body=frames)


def busy(route):
    said = {"code": "busy", "detail": "Too much.", "detail_ko": "요청이 많습니다."}
    route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(said))


ARTICLE = {
    "doc_id": "a", "title": "등대", "characters": 3, "language": "ko", "text": "불 켬",
    "quotes": [], "subheadlines": [], "dropped": [],
}  # fmt: skip
STORED = {"documents": [ARTICLE], "total": 1, **ARTICLE}
CHANGING = {"Allow": "HEAD, GET, POST"}


def play(page):
    """Answer as if the service were ready; `page.asked` are the questions to be answered."""
    page.asked, page.sent = [], []
    page.route("**/readyz", lambda route: route.fulfill(json={}))
    page.route(
        re.compile("/v1/documents"),
        lambda route: route.fulfill(json={"documents": [], "total": 1}, headers=CHANGING),
    )
    page.route(
        re.compile("/v1/publishers"),
        lambda route: route.fulfill(json={"publishers": [], "total": 0}),
    )
    page.route("**/v1/chat", lambda route: page.asked.append(route))
    page.route(re.compile("/v1/jobs"), lambda route: route.fulfill(json={"jobs": []}))
    page.on("request", lambda sent: page.sent.append(sent.url))


@pytest.fixture
def page(visit, loading):
    page = visit(loading, during=play)
    page.wait_for_selector("#document-count:not(:empty)")
    return page


def ask(page, question):
    """Ask, and give what is to be answered."""
    page.fill("#question", question)
    with page.expect_request("**/v1/chat"):
        page.keyboard.press("Enter")
    while not page.asked:
        page.wait_for_timeout(20)
    return page.asked.pop()


@pytest.fixture
def storing(page):
    """The page in front of a service that has stored one article."""
    page.route(
        re.compile("/v1/documents"),
        lambda route: route.fulfill(json=STORED, headers=CHANGING),
    )
    return page


@pytest.fixture
def reading(storing):
    """The page with that article open."""
    storing.evaluate("location.hash = '#article=a'")
    storing.wait_for_selector("#reader .article")
    return storing


def test_only_the_last_question_can_be_tried_again(page):
    busy(ask(page, "하나?"))
    page.wait_for_selector(".retry")
    going = ask(page, "둘?")
    assert page.locator(".retry").count() == 0
    answered(going)
    page.wait_for_selector(".refusal")


def test_a_question_that_was_stopped_can_be_tried_again(page):
    ask(page, "하나?")
    page.click("#stop")
    page.wait_for_selector("text=The answer was stopped.")
    with page.expect_request("**/v1/chat"):
        page.click(".retry")
    while not page.asked:
        page.wait_for_timeout(20)
    answered(page.asked.pop())
    page.wait_for_selector(".refusal")
    assert page.locator(".turn").count() == 1


def test_an_answer_that_is_ready_leaves_the_focus_where_the_reader_took_it(page):
    going = ask(page, "하나?")
    page.focus("#open-filters")
    answered(going)
    page.wait_for_selector(".reply:not([aria-busy]) .refusal")
    assert page.evaluate("document.activeElement.id") == "open-filters"


def test_a_date_that_is_half_typed_stays_while_it_is_mended(page):
    page.click("#open-filters")
    field = page.locator("#filter-from")
    field.focus()
    page.keyboard.type("03122026")  # month, day, year as in en-US
    assert field.input_value() == "2026-03-12"
    page.focus("#filter-source")
    field.focus()
    page.keyboard.press("Backspace")  # the month goes, and the date has no value
    assert field.input_value() == ""
    page.keyboard.type("04")
    assert field.input_value() == "2026-04-12"


def test_a_year_has_no_more_than_four_digits(page):
    page.click("#open-filters")
    page.locator("#filter-from").focus()
    page.keyboard.type("031220261")
    assert re.fullmatch(r"(\d{4}-03-12)?", page.input_value("#filter-from"))


def test_looking_through_the_documents_asks_for_nothing_but_their_list(page):
    with page.expect_response(re.compile("/v1/publishers")):
        page.click("#open-documents")
    page.sent.clear()
    with page.expect_response(re.compile("named=lights")):
        page.fill("#document-search", "lights")
    page.wait_for_timeout(1_000)
    assert [re.sub(r".*/v1/(\w+).*", r"\1", url) for url in page.sent] == ["documents"]


def test_what_goes_wrong_in_the_panel_is_said_aloud(page):
    page.unroute(re.compile("/v1/jobs"))
    page.route(re.compile("/v1/jobs"), busy)
    page.click("#open-documents")
    page.wait_for_selector("#uploads .failed")
    assert page.text_content("#documents .announcer") == "Too much."


def test_removing_that_is_thought_better_of_gives_the_focus_back(storing):
    page = storing
    page.click("#open-documents")
    page.click(".document .remove")
    page.keyboard.press("Enter")  # the focus is on the button that takes it back
    page.wait_for_selector(".document .remove")
    assert page.evaluate("document.activeElement.matches('.document .remove')")


def test_with_a_key_that_may_only_read_nothing_that_changes_is_offered(storing):
    page = storing
    job = {"job_id": "a", "name": "등대.zip", "state": "queued", "added": 1, "failed": 0}
    page.unroute(re.compile("/v1/jobs"))
    page.route(re.compile("/v1/jobs"), lambda route: route.fulfill(json={"jobs": [job]}))
    page.route("**/v1/jobs/a/events", lambda route: None)  # no end comes
    page.click("#open-documents")
    page.wait_for_selector(".document .remove")
    page.wait_for_selector(".job button")
    assert page.is_visible("#drop")
    page.route(
        re.compile("/v1/documents"),
        lambda route: route.fulfill(json=STORED, headers={"Allow": "HEAD, GET"}),
    )
    page.fill("#document-search", "등대")
    page.wait_for_selector("#drop", state="hidden")
    assert page.locator(".document").count() == 1
    assert page.locator(".document .remove").count() == 0
    assert page.is_hidden(".job button")


def test_one_conversation_in_two_tabs_keeps_the_turns_of_both(page, loading):
    answered(ask(page, "하나?"))
    page.wait_for_selector(".refusal")
    other = page.context.new_page()
    play(other)
    other.goto(loading)
    other.click("#open-threads")
    other.click(".thread .source")
    other.wait_for_selector(".refusal")
    other.wait_for_selector("#document-count:not(:empty)")

    there, here = ask(other, "둘?"), ask(page, "셋?")
    answered(there)
    page.wait_for_selector(".turn:has-text('둘?') .refusal")
    assert page.locator(".searching").count() == 1  # what is answered here goes on
    answered(here)
    for tab in (page, other):
        tab.wait_for_selector(".turn:has-text('셋?') .refusal")
        assert tab.locator(".turn").count() == 3
    other.reload()
    other.wait_for_selector("#document-count:not(:empty)")
    asked = other.locator(".asked").all_text_contents()
    assert asked == ["You: 하나?", "You: 둘?", "You: 셋?"]
    assert other.locator(".refusal").count() == 3


def test_a_copy_button_says_so_for_a_while(reading):
    button = reading.locator("#reader .panel-head .small")
    reading.evaluate("navigator.clipboard.writeText = () => Promise.resolve()")
    button.click()
    reading.wait_for_selector("#reader :text-is('Copied')")
    assert reading.text_content("#announcer") == "Copied"
    reading.wait_for_selector("#reader :text-is('Copy link')")


@pytest.mark.parametrize("field", ["#question", "#filter-source"])
def test_escape_that_ends_a_syllable_leaves_the_article_open(reading, field):
    reading.click("#open-filters")
    reading.dispatch_event(field, "keydown", {"key": "Escape", "isComposing": True})
    reading.dispatch_event(field, "keydown", {"key": "Escape", "keyCode": 229})  # Safari
    assert reading.is_visible("#reader")
    assert reading.is_visible("#filter-panel")
    reading.focus("#question")
    reading.keyboard.press("Escape")
    assert reading.is_hidden("#reader")


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_nothing_is_wider_than_a_small_phone(page, locale):
    page.set_viewport_size({"width": 320, "height": 640})
    if locale == "ko-KR":
        page.click("#language")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.click("#open-filters")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
