"""The page of a service that only reads offers neither to add nor to remove."""

import pytest

from tests.articles import ARTICLES

pytestmark = [pytest.mark.model, pytest.mark.browser]


def test_documents_are_listed_and_left_alone(visit, reading_server):
    page = visit(reading_server)
    page.wait_for_selector("#document-count:not(:empty)")
    page.click("#open-documents")
    page.wait_for_selector(".document")
    assert page.locator(".document").count() == len(ARTICLES)
    assert not page.locator("#drop").is_visible()
    assert page.locator(".document .remove").count() == 0
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["한빛연은 새 장비를 들였다고 3일 밝혔다."], "dropped.txt"));
          const drop = { dataTransfer: data, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent("drop", drop));
        }"""
    )
    assert page.locator("#uploads li").count() == 0
