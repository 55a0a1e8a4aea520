"""States that a user meets: nothing stored, asked too often, cut off from the service, light and
dark, still."""

import re

import pytest

from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.http.app import create_app
from service.settings import Settings
from tests.articles import MINISTER_QUESTION, UNANSWERED_QUESTION
from tests.browser.asking import ask
from tests.browser.axe import violations
from tests.serving import serving, wait_until_ready

pytestmark = [pytest.mark.model, pytest.mark.browser]


@pytest.fixture(scope="module")
def empty(tmp_path_factory, real_embedder, real_transform):
    """A service that has stored nothing yet."""
    from index.corpus import open_index

    data = tmp_path_factory.mktemp("empty")
    index = open_index(data, real_embedder, transform=real_transform)
    parts = Parts(index, AnswerEngine(index, None), len)
    with serving(create_app(Settings(data_dir=data), lambda: parts)) as url:
        wait_until_ready(url)
        yield url


def test_where_nothing_is_stored_the_page_asks_for_files(visit, empty):
    page = visit(empty)
    page.wait_for_selector("#notice:has-text('There are no documents yet. Add files to begin.')")
    assert page.text_content("#document-count") == "0"
    assert page.is_hidden("#suggestions-title")
    assert violations(page) == []
    page.click("#open-documents")
    page.wait_for_selector(
        "#document-list :text-is('There are no documents yet. Add files to begin.')"
    )
    assert violations(page) == []


def test_asking_too_often_says_when_to_try_again(visit, server):
    page = visit(server)
    # What stands in front of a service limits its rate with a page of its own.
    page.route(
        "**/v1/chat",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "2"}, body="slow down"),
    )
    reply = ask(page, MINISTER_QUESTION)
    assert "Too many requests" in reply.locator(".problem").text_content()
    assert "http_429" in reply.locator(".problem").text_content()
    again = reply.locator(".retry")
    assert re.fullmatch(r"Try again in [12] s", again.text_content())
    assert again.is_disabled()
    assert violations(page) == []
    page.unroute("**/v1/chat")
    reply.locator(".retry:text-is('Try again')").click()
    page.wait_for_selector(".citation")


def test_a_service_out_of_reach_is_waited_for(visit, server):
    page = visit(server, locale="ko-KR")
    page.wait_for_selector("#document-count:not(:empty)")
    page.context.set_offline(True)
    reply = ask(page, UNANSWERED_QUESTION)
    assert "unreachable" in reply.locator(".problem").text_content()
    page.wait_for_selector("#notice:has-text('서비스가 응답하지 않습니다')")
    assert violations(page) == []
    page.fill("#question", "x")
    assert page.is_disabled("#send")
    page.context.set_offline(False)
    page.wait_for_selector("#notice", state="hidden")
    assert page.is_enabled("#send")
    reply.locator(".retry").click()
    page.wait_for_selector(".refusal")


def test_it_is_waited_for_once_however_many_questions_failed(visit, server):
    page = visit(server)
    page.wait_for_selector("#document-count:not(:empty)")
    waiting = []
    # Never answered: whoever waits keeps a request open.
    page.route("**/readyz", lambda route: waiting.append(route))
    page.route("**/v1/chat", lambda route: route.abort())
    ask(page, UNANSWERED_QUESTION)
    for _ in range(3):
        page.click(".retry")
        page.wait_for_selector(".reply:not([aria-busy]) .problem")
    with page.expect_response("**/livez"):  # asked after all of these
        page.evaluate("fetch('/livez')")
    assert len(waiting) == 1


def test_the_theme_is_the_systems_until_it_is_switched(visit, server):
    page = visit(server, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click("#theme")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    assert page.get_attribute("#theme", "aria-label") == "Light colours"
    page.click("#theme")
    page.emulate_media(color_scheme="dark")  # following the system again
    assert page.evaluate(ground) == dark


def test_motion_is_left_out_where_the_system_asks_for_that(visit, server):
    page = visit(server)
    moving = """() => {
      const node = document.createElement("p");
      node.className = "searching";
      document.body.append(node);
      const found = getComputedStyle(node).animationName;
      node.remove();
      return [found, getComputedStyle(document.documentElement).scrollBehavior];
    }"""
    assert page.evaluate(moving) == ["none", "auto"]
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) == ["breathe", "smooth"]
