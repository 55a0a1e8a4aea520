"""Whatever an article holds is shown as text: nothing in it runs, loads or links to a script."""

import httpx
import pytest

pytestmark = [pytest.mark.model, pytest.mark.browser]

PAYLOADS = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "<svg onload='window.hit = 1'></svg>",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "\"><b onmouseover='window.hit = 1'>bold</b>",
    "[link](javascript:window.hit=1)",
    "{{constructor.constructor('window.hit = 1')()}}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_shown_and_do_nothing(visit, server, payload):
    sentence = f"누리항 등대장 함초롬 씨는 “{payload} 이라고 적힌 쪽지를 주웠다”고 말했다."
    article = {"title": f"쪽지 {payload}", "source": f"note {payload}", "text": sentence}
    stored = httpx.post(f"{server}/v1/documents", json=article, timeout=60)
    stored.raise_for_status()
    doc_id = stored.json()["doc_id"]
    try:
        page = visit(server, locale="ko-KR")
        page.wait_for_selector("#document-count:not(:empty)")
        page.fill("#question", f"함초롬 등대장은 무엇을 주웠다고 말했나? {payload}")
        page.keyboard.press("Enter")
        page.wait_for_selector(".citation, .refusal")
        page.click("#open-documents")
        title = page.locator(".document .source-title", has_text="쪽지")
        assert payload in title.text_content()
        title.click()
        page.wait_for_selector("#reader .article")
        assert page.evaluate("window.hit") is None
        assert page.locator("main img, main iframe, #reader img, #reader svg").count() == 0
    finally:
        httpx.delete(f"{server}/v1/documents/{doc_id}", timeout=60)
