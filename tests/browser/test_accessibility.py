"""What axe-core can see of WCAG 2.2 A and AA in the page's main states, in both themes."""

import pytest

from service.http.routes.page import WEB
from tests.articles import UNANSWERED_QUESTION
from tests.browser.asking import ask
from tests.browser.axe import violations

BINARY = {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": bytes(range(256))}

pytestmark = [pytest.mark.model, pytest.mark.browser]


def test_axe_finds_nothing_in_the_main_states(visit, server):
    page = visit(server, locale="ko-KR", color_scheme="light")
    page.wait_for_selector("#suggestions button")
    assert violations(page) == [], "welcome"
    ask(page, "한결대교 개통은 언제로 늦어졌나?").locator(".cite").first.focus()
    assert violations(page) == [], "answer with a card"
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader mark")
    assert violations(page) == [], "article"
    page.keyboard.press("Escape")
    page.click("#open-filters")
    page.fill("#filter-source", "rocket.md")
    page.locator("#filter-source").blur()
    assert violations(page) == [], "filters"
    ask(page, UNANSWERED_QUESTION)
    ask(page, "?!")
    assert violations(page) == [], "refusal and problem"
    page.click("#open-threads")
    page.locator(".thread button:text-is('이름 바꾸기')").click()
    assert violations(page) == [], "conversations"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.click("#open-documents")
    page.locator(".document .remove").first.click()
    page.set_input_files("#files", BINARY)
    page.wait_for_selector("#uploads .failed")
    assert violations(page) == [], "documents"


def test_the_page_is_light():
    files = [
        path for path in WEB.rglob("*") if path.is_file() and not path.name.startswith("docs.")
    ]
    assert 0 < sum(path.stat().st_size for path in files) < 150_000


def test_everything_is_reached_by_keyboard_in_the_order_it_is_shown(visit, server):
    page = visit(server)
    page.wait_for_selector("#suggestions button")
    page.evaluate("document.querySelector('.skip').focus()")  # where Tab begins
    assert page.evaluate(FOCUSED) == ["Skip to the question", True]
    controls = tabbed(page, 5)
    assert controls[:2] == ["Chats", "Documents 4"]
    assert controls[2:4] == ["한국어", "Dark colours"]
    assert controls[4] == page.text_content("#suggestions li:first-child")
    page.keyboard.press("Enter")  # the suggested question is asked
    page.locator(".reply:not([aria-busy]) .after").wait_for()
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.press("Shift+Tab")  # to the filters
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "filter-publisher"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "open-filters"
    page.keyboard.press("Shift+Tab")  # back into the answer, whose last button copies it
    assert page.evaluate("document.activeElement.textContent") == "Copy with citations"


def tabbed(page, times):
    """What Tab leads to, each named as it is to a screen reader, each seen to have the focus."""
    names = []
    for _ in range(times):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(FOCUSED)
        assert shown, name
        names.append(name)
    return names


FOCUSED = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const seen = box.width > 0 && box.top >= 0 && box.bottom <= innerHeight;
  const ring = getComputedStyle(node).outlineStyle !== "none";
  const name = node.getAttribute("aria-label") ?? node.textContent.trim();
  return [name, seen && ring];
}"""
