"""Filters beside the box: sent with the question, shown while in force, and let go."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.articles import MINISTER_QUESTION, ROCKET_QUOTE
from tests.browser.asking import ask

pytestmark = [pytest.mark.model, pytest.mark.browser]


NOTICE = """---
publisher: 누리일보
date: 2026-02-27
---
# 알림

누리항은 새 등대를 켰다고 27일 밝혔다.
"""


@pytest.fixture
def published(client):
    """A document that has a publisher is stored for the length of a test."""
    stored = client.post("/v1/documents", files={"file": ("notice.md", NOTICE.encode())}).json()
    yield
    client.delete(f"/v1/documents/{stored['doc_id']}")


def test_every_publisher_can_be_chosen_however_many_there_are(visit, server):
    names = [f"신문 {number:04}" for number in range(1_500)]

    def listed(route):
        asked = parse_qs(urlsplit(route.request.url).query)
        limit, offset = int(asked["limit"][0]), int(asked["offset"][0])
        page = [{"publisher": name, "documents": 1} for name in names[offset : offset + limit]]
        route.fulfill(json={"publishers": page, "total": len(names)})

    page = visit(server, during=lambda page: page.route(re.compile("/v1/publishers"), listed))
    page.locator("#filter-publisher option").nth(len(names)).wait_for(state="attached")
    offered = page.locator("#filter-publisher option").all_text_contents()[1:]
    assert offered == [f"{name} (1)" for name in names]


@pytest.mark.usefixtures("published")
def test_filters_are_sent_shown_and_let_go(visit, server):
    page = visit(server)
    page.wait_for_selector("#document-count:not(:empty)")
    page.click("#open-filters")
    page.select_option("#filter-publisher", label="누리일보 (1)")
    page.fill("#filter-from", "2026-02-01")
    page.fill("#filter-to", "2026-02-28")
    page.locator("#filter-to").blur()
    chips = page.locator("#filter-chips button")
    expected = ["누리일보", "from Feb 1, 2026", "until Feb 28, 2026"]
    assert [chip.split(" ✕")[0] for chip in chips.all_text_contents()] == expected

    with page.expect_request("**/v1/chat") as sent:
        reply = ask(page, MINISTER_QUESTION)
    assert sent.value.post_data_json["filters"] == {
        "publisher": "누리일보",
        "published_after": "2026-02-01T00:00:00+09:00",
        "published_before": "2026-03-01T00:00:00+09:00",
    }
    assert not page.is_visible("#filter-panel")
    assert page.text_content(".asked-of") == f"Filter: {' · '.join(expected)}"
    assert "Filters are on" in reply.text_content()

    reply.locator("button:text-is('Ask again without filters')").click()
    page.wait_for_selector(".turn:nth-child(2) .citation")
    assert page.locator(".turn:nth-child(2) .quote").first.text_content() == ROCKET_QUOTE
    chips.first.click()
    assert chips.count() == 2
    page.click("#open-filters")
    page.fill("#filter-from", "2026-03-05")
    page.locator("#filter-from").blur()
    assert page.text_content("#filter-crossed") == "The first day is after the last."
    page.click("#clear-filters")
    assert chips.count() == 0
    page.keyboard.press("Escape")
    assert not page.is_visible("#filter-panel")
    assert page.evaluate("document.activeElement.id") == "open-filters"
