"""Conversations kept in the browser: shown again, renamed, taken away as files, deleted."""

import json
from pathlib import Path

import pytest

from tests.articles import MINISTER_QUESTION, ROCKET, ROCKET_QUOTE, UNANSWERED_QUESTION
from tests.browser.asking import ask

pytestmark = [pytest.mark.model, pytest.mark.browser]


@pytest.fixture
def kept(visit, server):
    """A page with a conversation of two turns, its list open."""
    page = visit(server)
    ask(page, MINISTER_QUESTION)
    ask(page, UNANSWERED_QUESTION)
    page.click("#open-threads")
    return page


def saved(page, button):
    with page.expect_download() as started:
        page.click(f".thread button:text-is('{button}')")
    return started.value.suggested_filename, Path(started.value.path()).read_text(encoding="utf-8")


def test_a_conversation_is_there_again_after_loading_and_goes_on(kept):
    page = kept
    shown = page.locator(".turns").text_content()
    page.reload()
    page.wait_for_selector("#document-count:not(:empty)")
    assert page.locator(".turns").text_content() == shown
    with page.expect_request("**/v1/chat") as sent:
        ask(page, "그는 왜 그렇게 말했나?")
    history = sent.value.post_data_json["history"]
    assert [turn["question"] for turn in history] == [MINISTER_QUESTION, UNANSWERED_QUESTION]
    page.locator(".turn").nth(0).locator(".marker").first.click()
    page.wait_for_selector("#reader mark")


def test_a_question_left_while_it_is_answered_is_kept(visit, server):
    page = visit(server)
    page.wait_for_selector("#document-count:not(:empty)")
    page.route("**/v1/chat", lambda route: None)  # no answer comes
    page.fill("#question", MINISTER_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".searching")
    page.click("#new-chat")
    page.click("#open-threads")
    page.click(".thread .source")
    assert page.locator(".asked").text_content() == f"You: {MINISTER_QUESTION}"
    page.wait_for_selector(".reply:has-text('The answer was stopped.')")
    page.unroute("**/v1/chat")
    ask(page, UNANSWERED_QUESTION)
    page.click("#open-threads")
    assert page.locator(".thread").count() == 1
    page.click(".thread button:text-is('Remove')")
    page.reload()
    page.click("#open-threads")
    assert page.locator(".thread").count() == 0


def test_conversations_are_listed_opened_and_renamed(kept):
    page = kept
    page.click("#another-chat")
    assert page.is_visible("#welcome")
    ask(page, UNANSWERED_QUESTION)
    page.click("#open-threads")
    titles = page.locator(".thread .source-title")
    assert titles.all_text_contents() == [UNANSWERED_QUESTION, MINISTER_QUESTION]
    page.locator(".thread").nth(1).locator("button:text-is('Rename')").click()
    page.keyboard.press("Escape")
    assert page.is_visible("#threads")
    assert page.locator(".thread input").count() == 0
    page.locator(".thread").nth(1).locator("button:text-is('Rename')").click()
    page.keyboard.type("장관의 요청")
    page.keyboard.press("Enter")
    assert titles.all_text_contents() == [UNANSWERED_QUESTION, "장관의 요청"]
    titles.nth(1).click()
    assert not page.is_visible("#threads")
    assert page.locator(".asked").nth(0).text_content() == f"You: {MINISTER_QUESTION}"
    assert page.locator(".turn").count() == 2


def test_deleting_can_be_undone(kept):
    page = kept
    page.click(".thread button:text-is('Remove')")
    assert page.locator(".turn").count() == 0
    assert page.locator(".thread .source").count() == 0
    page.keyboard.press("Enter")  # the focus is on the button that undoes it
    assert page.locator(".thread .source-title").text_content() == MINISTER_QUESTION
    page.click(".thread button:text-is('Remove')")
    page.reload()
    page.click("#open-threads")
    assert page.text_content("#thread-list") == "There are no conversations yet."


def test_conversations_leave_as_markdown_and_as_json(kept):
    page = kept
    name, markdown = saved(page, "Markdown")
    assert name == "표민서-장관은-국재하-원장에게-무엇을-요청했나.md"
    assert f"## {MINISTER_QUESTION}" in markdown
    assert f"> {ROCKET_QUOTE} \\[1\\]" in markdown
    assert ROCKET["title"] in markdown
    assert "#article=" in markdown
    name, text = saved(page, "JSON")
    assert name.endswith(".json")
    turns = json.loads(text)["turns"]
    assert [turn["question"] for turn in turns] == [MINISTER_QUESTION, UNANSWERED_QUESTION]
    citation = turns[0]["answer"]["citations"][0]
    assert ROCKET["text"][citation["start"] : citation["end"]] == citation["quote"]
