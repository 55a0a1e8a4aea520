"""What axe-core can see of WCAG 2.2 A and AA in the page's main states, in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from service.http.routes.page import WEB
from tests.articles import UNANSWERED_QUESTION
from tests.browser.asking import ask

pytestmark = [pytest.mark.model, pytest.mark.browser]

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    """Each broken rule with what breaks it; colours in both themes, the rest once."""
    axe = Axe()
    rules = {"runOnly": {"type": "tag", "values": STANDARD}}
    found = axe.run(page, options=rules).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += axe.run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light")
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


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
    assert violations(page) == [], "conversations"
    page.keyboard.press("Escape")
    page.click("#open-documents")
    page.locator(".document .remove").first.click()
    assert violations(page) == [], "documents"


def test_the_page_is_light():
    files = [
        path for path in WEB.rglob("*") if path.is_file() and not path.name.startswith("docs.")
    ]
    assert 0 < sum(path.stat().st_size for path in files) < 150_000
