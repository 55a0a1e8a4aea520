"""The documents panel: listing, adding by button and by dropping, removing after a question."""

import pytest

from tests.articles import ARTICLES, BRIDGE

pytestmark = [pytest.mark.model, pytest.mark.browser]

UPLOAD = {
    "name": "섬 여객선.md",
    "mimeType": "text/markdown",
    "buffer": "# 섬 여객선 요금 인하\n\n해교부는 여객선 요금을 내린다고 밝혔다.\n".encode(),
}
BINARY = {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": bytes(range(256))}


@pytest.fixture
def panel(visit, server):
    page = visit(server)
    page.wait_for_selector("#document-count:not(:empty)")
    page.click("#open-documents")
    page.wait_for_selector(".document")
    return page


def remove(page, title):
    line = page.locator(".document", has_text=title)
    line.locator(".remove").click()
    line.locator(".danger").click()
    line.wait_for(state="detached")


def test_every_document_is_listed(panel):
    titles = panel.locator(".document .source-title").all_text_contents()
    assert sorted(titles) == sorted(article["title"] for article in ARTICLES)
    assert panel.text_content("#document-count") == str(len(ARTICLES))


def test_files_are_added_and_refusals_named_then_removed(panel):
    panel.set_input_files("#files", [UPLOAD, BINARY])
    panel.wait_for_selector(".document:has-text('섬 여객선 요금 인하')")
    lines = panel.locator("#uploads li")
    assert lines.nth(0).text_content() == "섬 여객선.mdadded"
    assert "failed" in lines.nth(1).get_attribute("class")
    assert panel.text_content("#document-count") == str(len(ARTICLES) + 1)
    remove(panel, "섬 여객선 요금 인하")
    assert panel.text_content("#document-count") == str(len(ARTICLES))


def test_a_dropped_file_is_added(panel):
    panel.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["한빛연은 새 장비를 들였다고 3일 밝혔다."], "dropped.txt"));
          const drop = { dataTransfer: data, bubbles: true, cancelable: true };
          document.getElementById("drop").dispatchEvent(new DragEvent("drop", drop));
        }"""
    )
    panel.wait_for_selector("#uploads .done")
    panel.locator(".document").nth(len(ARTICLES)).wait_for()
    title = panel.evaluate(
        "async () => (await (await fetch('/v1/documents?limit=50')).json())"
        ".documents.find((found) => found.source === 'dropped.txt').title"
    )
    remove(panel, title)


def test_removing_can_be_thought_better_of(panel):
    line = panel.locator(".document", has_text=BRIDGE["title"])
    line.locator(".remove").click()
    assert line.locator(".confirm .quiet").evaluate("button => button === document.activeElement")
    panel.keyboard.press("Enter")
    assert line.locator(".remove").is_visible()
    assert panel.locator(".document").count() == len(ARTICLES)


def test_a_title_opens_its_article(panel):
    panel.locator(".document .source", has_text=BRIDGE["title"]).click()
    panel.wait_for_selector("#reader .article")
    assert not panel.is_visible("#documents")
    assert panel.text_content("#reader h2") == BRIDGE["title"]
    assert panel.locator("#reader mark").count() == 0


def test_the_panel_works_by_keyboard(panel):
    panel.keyboard.press("Escape")
    assert not panel.is_visible("#documents")
    assert panel.evaluate("document.activeElement.id") == "open-documents"
    panel.keyboard.press("Enter")
    assert panel.is_visible("#documents")
