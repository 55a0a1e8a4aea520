"""Whatever an article, a file's name, an address or a model says is shown as text: none of it runs,
loads anything, or breaks the page's policy."""

import json
import random
from dataclasses import replace

import pytest

from ingest.read import from_text
from tests.articles import ARTICLES
from tests.browser.asking import ask
from tests.browser.payloads import ELEMENTS, PAYLOADS
from tests.service.llm.scripted import numbers

pytestmark = [pytest.mark.model, pytest.mark.browser]

# Counted by the browser itself, from before anything of the page runs.
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
# Elements that this page never makes, attributes that run, and links that lead to no page.
FOREIGN = """() => [...document.querySelectorAll("body *")].filter((node) =>
  !node.closest("noscript") && (
    /^(script|iframe|object|embed|svg|math|video|audio|base|meta|style|marquee|template|image)$/i
      .test(node.localName)
    || (node.localName === "img" && !node.closest(".brand"))
    || node.getAttributeNames().some((name) => name.startsWith("on") || name === "formaction")
    || ["javascript:", "data:", "vbscript:"].includes(node.protocol)
  )).map((node) => node.outerHTML)"""
# Every kind of event that a payload waits for, at everything that is shown.
DISTURB = """() => {
  for (const node of document.querySelectorAll(".turns *, #reader *, #documents *"))
    for (const kind of ["mouseover", "focus", "toggle", "animationstart", "error", "load"])
      node.dispatchEvent(new Event(kind));
}"""
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
}"""
ASKED = "함초롬 등대장은 무엇을 주웠다고 말했나?"
OTHER = "다온시 도서관은 3월 5일 새 열람실을 연다고 밝혔다."


@pytest.mark.promise(13)
def test_no_script_runs_in_the_page(visit, written, scale, seed, tally):
    chosen = random.Random(seed).sample(PAYLOADS, scale(6, len(PAYLOADS)))
    page = visit(written.url, locale="ko-KR", during=lambda page: page.add_init_script(WATCH))
    page.wait_for_selector("#document-count:not(:empty)")
    for payload in (" ".join(one.split()) for one in chosen):
        with written.holding(note(payload)):
            shown_by_file_name(page, payload, written)
            shown_in_an_answer(page, payload, written)
            shown_as_a_model_wrote_it(page, payload)
            shown_as_an_article(page, payload)
            tally["payloads"] += 1
            tally["ways"] += 5  # title, file name, passage, address, what a model writes
            tally["executed"] += page.evaluate("window.hit !== undefined")
            tally["violations"] += page.evaluate("violations.length")
            assert page.evaluate(FOREIGN) == [], payload
            assert (tally["executed"], tally["violations"]) == (0, 0), payload
            page.click("#close-reader")
        page.click("#new-chat")
    page.click("#open-threads")
    assert page.locator(".thread").count() == min(len(chosen), 50)
    assert page.evaluate(FOREIGN) == []


def test_markup_that_slipped_in_would_be_noticed_and_not_run(chromium, written):
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(written.url)
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", ELEMENTS[6])
    broken = "() => new Promise((r) => setInterval(() => violations.length && r(violations), 20))"
    assert page.evaluate(broken) == ["script-src-attr"]
    assert page.evaluate(FOREIGN) == ['<img src="x" onerror="window.hit=1">']
    assert page.evaluate("window.hit") is None
    context.close()


def note(payload):
    """An article in the store, past everything that reading would have taken off it."""
    text = f"누리항 등대장 함초롬 씨는 “{payload} 이라고 적힌 쪽지를 주웠다”고 말했다."
    read = from_text(text, title=f"쪽지 {payload}", source=f"note {payload}")
    return replace(read, url=payload, publisher=payload, byline=payload)


def shown_by_file_name(page, payload, written):
    """A file is dropped that is called so."""
    page.evaluate(DROP, [f"{payload}.txt", OTHER])
    page.wait_for_selector("#uploads li.done")
    assert payload in page.locator("#uploads .upload-name").text_content()
    page.locator(".document").nth(len(ARTICLES) + 1).wait_for()
    page.evaluate(DISTURB)
    page.click("#close-documents")
    written.remove(lambda found: found["title"] != f"쪽지 {payload}")


def shown_in_an_answer(page, payload, written):
    """A model writes it beside the passage that holds it; the service lets pass what it proves."""
    written.model.follow(writes(payload))
    reply = ask(page, ASKED)
    assert payload in reply.locator(".quote").first.text_content()
    assert payload in reply.locator(".source").first.text_content()
    assert payload in page.locator(".citation .source-details").first.text_content()
    assert len(written.model.requests) == 1
    page.evaluate(DISTURB)


def writes(payload):
    """Says the payload as it is, and as the quotation it stands in."""

    def script(handler):
        (number,) = [n for text, n in numbers(handler.given).items() if payload in text]
        quoted = f"함초롬 씨는 “{payload} 이라고 적힌 쪽지를 주웠다”고 말했다"
        handler.begin()
        for piece in (f"{payload}\n", quoted, f" [{number}]."):
            handler.chunk(piece)
        handler.chunk(finish="stop")
        handler.raw("data: [DONE]\n\n")

    return script


def shown_as_a_model_wrote_it(page, payload):
    """As if the service checked nothing: every field that a model has a hand in holds it."""
    named = ("quote", "title", "publisher", "speaker", "addressee", "url")
    citation = dict.fromkeys(named, payload) | {"marker": 1, "doc_id": payload, "start": 0}
    citation |= {"end": len(payload), "published_at": None}
    answer = {"status": "grounded", "text": f"{payload} [1]", "citations": [citation], "hits": []}
    answer |= {"short_answers": [], "written_by": payload, "question": f"{payload}?"}
    events = [("delta", {"text": answer["text"]}), ("citation", citation), ("answer", answer)]
    stream = [f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events]
    body = "".join([*stream, "event: done\ndata: {}\n\n"])
    kind = "text/event-stream"
    page.route("**/v1/chat", lambda route: route.fulfill(content_type=kind, body=body), times=1)
    reply = ask(page, payload)
    assert payload in reply.locator(".prose").text_content()
    assert f"언어 모델({payload})" in reply.text_content()
    assert payload in page.locator(".asked").last.text_content()
    reply.locator(".cite").first.hover()
    assert payload in page.text_content("#card")
    page.evaluate(DISTURB)


def shown_as_an_article(page, payload):
    """The article is opened from the list, with its address as a link or not at all."""
    page.click("#open-documents")
    title = page.locator(".document .source-title", has_text="쪽지")
    assert title.text_content() == f"쪽지 {payload}"
    title.click()
    page.wait_for_selector("#reader .article")
    assert payload in page.text_content("#reader .article")
    links = page.locator("#reader a").evaluate_all("links => links.map((link) => link.href)")
    assert all(link.startswith(("http://", "https://")) for link in links)
    page.evaluate(DISTURB)
