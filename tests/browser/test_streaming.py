"""An answer comes in sentence by sentence, can be stopped."""

import threading

import pytest

from tests.articles import BRIDGE_SENTENCE
from tests.service.llm.scripted import numbers

pytestmark = [pytest.mark.model, pytest.mark.browser]

QUESTION = "한결대교 개통은 언제로 늦어졌나?"
FIRST = "해양교통부는 한결대교 개통을 2026년 11월로 석 달 늦춘다고 밝혔다"


def test_an_answer_streams_in_and_can_be_stopped(visit, written):
    page = visit(written.url, locale="ko-KR")
    page.wait_for_selector("#document-count:not(:empty)")
    go_on = threading.Event()

    def script(handler):
        (number,) = [n for said, n in numbers(handler.given).items() if said == BRIDGE_SENTENCE]
        handler.begin()
        handler.chunk(f"{FIRST} [{number}]. ")
        handler.chunk("그리고 ")
        go_on.wait(30)

    written.model.follow(script)
    try:
        page.fill("#question", QUESTION)
        page.keyboard.press("Enter")
        coming = page.locator(".reply[aria-busy] .prose", has_text=FIRST)
        coming.wait_for()
        assert coming.locator(".cite").text_content() == "[1]"
        assert page.is_visible("#stop")
        page.click("#stop")
        stopped = page.locator(".reply:not([aria-busy])")
        stopped.locator("text=답변을 멈췄습니다.").wait_for()
        assert FIRST in stopped.text_content()
        assert page.is_hidden("#stop")
        assert page.evaluate("document.activeElement.id") == "question"
    finally:
        go_on.set()
