"""Asking on the chat page: quotations stream in, citations open at the exact characters."""

import re

import httpx
import pytest

from tests.articles import (
    ARTICLES,
    MINISTER_QUESTION,
    ROCKET,
    ROCKET_QUOTE,
    UNANSWERED_QUESTION,
)
from tests.browser.asking import ask

pytestmark = [pytest.mark.model, pytest.mark.browser]


@pytest.fixture
def asked(visit, server):
    page = visit(server, locale="ko-KR")
    return page, ask(page, MINISTER_QUESTION)


def test_an_answer_is_its_quotations(asked):
    _, reply = asked
    quotes = reply.locator(".quote").all_text_contents()
    texts = [article["text"] for article in ARTICLES]
    assert any("양자 인력을 두 배로 늘려 달라" in quote for quote in quotes)
    assert all(any(quote in text for text in texts) for quote in quotes)
    block = reply.locator(".citation").first
    assert block.locator(".marker").text_content() == "[1]"
    assert ROCKET["title"] in block.locator(".source").text_content()
    assert "2026. 3. 13." in block.locator(".source").text_content()
    assert "표민서" in block.locator(".speaker").text_content()
    assert "국재하" in block.locator(".addressee").text_content()


def test_a_citation_shows_the_days_it_names(visit, server):
    reply = ask(visit(server, locale="ko-KR"), "한결대교 개통은 언제로 늦어졌나?")
    shown = reply.locator(".when").first.text_content()
    assert shown == "언급한 날짜: 2026. 4. 20., 2026. 11. 1. – 2026. 11. 30."


def test_a_citation_opens_the_article_at_the_quoted_characters(asked):
    page, reply = asked
    quote = reply.locator(".quote").first.text_content()
    reply.locator(".marker").first.click()
    page.wait_for_selector("#reader mark")
    assert page.text_content("#reader h2") == ROCKET["title"]
    # The emoji before the quotation would shift the mark by two characters.
    assert "".join(page.locator("#reader mark").all_text_contents()) == quote
    assert page.locator("#reader mark").first.evaluate(
        "mark => { const box = mark.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    assert "🚀" in page.text_content("#reader .article")


def test_the_article_closes_with_escape_and_focus_returns(asked):
    page, reply = asked
    marker = reply.locator(".marker").first
    marker.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader mark")
    assert page.evaluate("document.activeElement.id") == "reader"
    page.keyboard.press("Escape")
    assert page.is_hidden("#reader")
    assert marker.evaluate("button => button === document.activeElement")


def test_what_is_not_in_the_documents_is_said_plainly(visit, server):
    page = visit(server, locale="ko-KR")
    reply = ask(page, UNANSWERED_QUESTION)
    assert "문서에 답이 없습니다" in reply.locator(".refusal").text_content()
    assert reply.locator(".citation").count() == 0
    assert "답은 아닙니다" in reply.locator(".related-title").text_content()
    reply.locator(".related .source").first.click()
    page.wait_for_selector("#reader .article")


def test_follow_ups_send_what_was_said(asked):
    page, _ = asked
    with page.expect_request("**/v1/chat") as sent:
        ask(page, "그는 왜 그렇게 말했나?")
    history = sent.value.post_data_json["history"]
    assert [turn["question"] for turn in history] == [MINISTER_QUESTION]
    assert ROCKET_QUOTE[:10] in history[0]["answer"]


def test_new_chat_forgets(asked):
    page, _ = asked
    page.click("#new-chat")
    assert page.locator(".turn").count() == 0
    assert page.is_visible("#welcome")
    with page.expect_request("**/v1/chat") as sent:
        ask(page, MINISTER_QUESTION)
    assert sent.value.post_data_json["history"] == []


def test_suggested_questions_come_from_the_documents_and_can_be_asked(visit, server):
    page = visit(server)
    page.wait_for_selector("#suggestions button")
    offered = page.locator("#suggestions button").all_text_contents()
    stored = httpx.get(f"{server}/v1/documents").json()["documents"]
    titles = [found["title"] for found in stored]
    names = ["표민서", "국재하", "사공단", "남궁솔", *titles]
    assert len(offered) == len(set(offered)) > 1
    assert all(any(name in question for name in names) for question in offered)
    page.locator("#suggestions button").first.click()
    page.wait_for_selector(".citation, .status")


@pytest.mark.parametrize(
    ("locale", "send", "other"), [("ko-KR", "보내기", "Ask"), ("en-GB", "Ask", "보내기")]
)
def test_the_language_is_the_browsers_until_it_is_toggled(visit, server, locale, send, other):
    page = visit(server, locale=locale)
    assert page.text_content("#send") == send
    assert page.get_attribute("html", "lang") == locale[:2]
    ask(page, UNANSWERED_QUESTION)
    before = page.text_content(".refusal")
    page.click("#language")
    assert page.text_content("#send") == other
    assert page.text_content(".refusal") != before
    page.reload()
    assert page.text_content("#send") == other


def test_a_syllable_being_composed_is_not_sent(visit, server):
    page = visit(server, locale="ko-KR")
    page.wait_for_selector("#document-count:not(:empty)")
    page.fill("#question", "장관")
    page.dispatch_event("#question", "keydown", {"key": "Enter", "isComposing": True})
    page.dispatch_event("#question", "keydown", {"key": "Enter", "keyCode": 229})  # Safari
    page.keyboard.press("Shift+Enter")
    assert page.locator(".turn").count() == 0
    assert page.input_value("#question") == "장관\n"


def test_a_refused_question_shows_why_and_can_be_tried_again(visit, server):
    page = visit(server)
    reply = ask(page, "?!")
    assert "no letter or digit" in reply.locator(".problem").text_content()
    assert "empty_question" in reply.locator(".problem").text_content()
    assert reply.locator(".retry").text_content() == "Try again"


def test_a_question_that_is_too_long_is_sent_whole_and_refused(visit, server):
    page = visit(server)
    pasted = f"{'가나다 ' * 1_000}{MINISTER_QUESTION}"
    with page.expect_request("**/v1/chat") as sent:
        reply = ask(page, pasted)
    assert sent.value.post_data_json["question"] == pasted
    assert "question_too_long" in reply.locator(".problem").text_content()


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(visit, server, width, scheme):
    page = visit(server, width=width, color_scheme=scheme)
    reply = ask(page, MINISTER_QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reply.locator(".source").first.click()
    page.wait_for_selector("#reader mark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    grounds = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(re.findall(r"\d+", grounds)[0])
    assert (red > 200) == (scheme == "light")
