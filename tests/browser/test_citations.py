"""Numbers in the answer, links to a quoted place, and answers copied with their citations."""

import httpx
import pytest

from tests.articles import BRIDGE, BRIDGE_SENTENCE, MINISTER_QUESTION, ROCKET, ROCKET_QUOTE
from tests.browser.asking import ask

pytestmark = [pytest.mark.model, pytest.mark.browser]

WHEN = "한결대교 개통은 언제로 늦어졌나?"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def doc_id(server, article):
    listed = httpx.get(f"{server}/v1/documents").json()["documents"]
    return next(found["doc_id"] for found in listed if found["source"] == article["source"])


def marked(page):
    page.wait_for_selector("#reader mark")
    return "".join(page.locator("#reader mark").all_text_contents())


def test_the_short_answer_stands_on_top_with_its_number(visit, server):
    page = visit(server, locale="ko-KR")
    reply = ask(page, WHEN)
    short = reply.locator(".short").text_content()
    assert short.startswith("짧은 답: “")
    assert "2026년 11월" in short
    strong = reply.locator(".quote strong").first.text_content()
    assert f"“{strong}”" in short

    number = reply.locator(".short .cite").first
    number.hover()
    card = page.locator("#card")
    assert BRIDGE_SENTENCE in card.text_content()
    assert BRIDGE["title"] in card.text_content()
    assert "2026. 4. 20." in card.text_content()
    page.mouse.move(0, 0)
    card.wait_for(state="hidden")
    number.focus()
    assert card.is_visible()
    assert number.get_attribute("aria-describedby") == "card"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.keyboard.press("Enter")
    assert marked(page) == BRIDGE_SENTENCE


def test_the_card_says_who_said_it_to_whom_and_where(visit, server):
    page = visit(server, locale="ko-KR")
    ask(page, MINISTER_QUESTION).locator(".cite").first.hover()
    said = page.locator("#card").text_content()
    for known in (
        ROCKET_QUOTE,
        "표민서 미래과학부 장관 → 국재하 한빛과학기술연구원장",
        ROCKET["title"],
        "2026. 3. 13.",
    ):
        assert known in said


def test_a_tap_shows_the_card_and_the_next_one_opens_the_article(visit, server):
    page = visit(server, locale="ko-KR", width=390, has_touch=True, is_mobile=True)
    number = ask(page, WHEN).locator(".cite").first
    number.tap()
    box = page.locator("#card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.is_hidden("#reader")
    number.tap()
    assert marked(page) == BRIDGE_SENTENCE
    assert page.locator("#reader mark").evaluate(
        "mark => { const box = mark.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    # The article covers the page: Tab stays within it.
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.chat, .bar')")
    page.keyboard.press("Escape")
    assert number.evaluate("button => button === document.activeElement")


def test_a_link_opens_the_article_at_its_characters(visit, server):
    start = ROCKET["text"].index(ROCKET_QUOTE)
    place = f"#article={doc_id(server, ROCKET)}&start={start}&end={start + len(ROCKET_QUOTE)}"
    page = visit(server, path=f"/{place}")
    assert marked(page) == ROCKET_QUOTE
    assert page.url.endswith(place)
    page.keyboard.press("Escape")
    assert page.url == f"{server}/"
    page.evaluate("place => location.hash = place", place.replace(str(start), "99999", 1))
    page.wait_for_selector("#reader .article")
    assert page.locator("#reader mark").count() == 0


def test_answers_and_links_are_copied(visit, server):
    page = visit(server, **CLIPBOARD)
    reply = ask(page, MINISTER_QUESTION)
    reply.locator(".after button").click()
    page.wait_for_selector(".after :text-is('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    start = ROCKET["text"].index(ROCKET_QUOTE)
    place = (
        f"{server}/#article={doc_id(server, ROCKET)}&start={start}&end={start + len(ROCKET_QUOTE)}"
    )
    assert copied.startswith(MINISTER_QUESTION)
    assert f"“{ROCKET_QUOTE}” [1]" in copied
    assert place in copied
    reply.locator(".citation").first.locator("button:text-is('Copy link')").click()
    page.wait_for_selector(".citation :text-is('Copied')")
    assert page.evaluate("navigator.clipboard.readText()") == place
    assert page.text_content("#announcer") == "Copied"
