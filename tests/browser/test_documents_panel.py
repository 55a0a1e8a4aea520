"""The documents panel: listing, adding by button and by dropping, removing after a question."""

import io
import re
import zipfile

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
    assert lines.locator(".upload-name").all_text_contents() == ["섬 여객선.md", "a.bin"]
    assert lines.nth(0).locator(".job-status").text_content() == "added"
    assert "failed" in lines.nth(1).get_attribute("class")
    assert lines.nth(1).locator(".job-status").text_content().startswith("binary is not read;")
    panel.keyboard.press("Escape")
    panel.click("#language")  # what is shown is said again in the other language
    assert lines.nth(1).locator(".job-status").text_content() == "지원하지 않는 형식입니다."
    panel.click("#open-documents")
    panel.wait_for_selector(".document")
    assert lines.count() == 0
    assert panel.text_content("#document-count") == str(len(ARTICLES) + 1)
    remove(panel, "섬 여객선 요금 인하")
    assert panel.text_content("#document-count") == str(len(ARTICLES))


SLOW = 60_000  # bytes a second


def test_sending_is_shown_by_the_byte_and_can_be_called_off(panel):
    devtools = panel.context.new_cdp_session(panel)
    wire = {"offline": False, "latency": 0, "downloadThroughput": -1}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", wire | {"uploadThroughput": SLOW})
    text = "누리항은 새 등대를 켰다고 3일 밝혔다.\n" * 3_000
    heavy = {"name": "무거운.txt", "mimeType": "text/plain", "buffer": text.encode()}
    waits = {**UPLOAD, "name": "기다린다.md"}
    panel.set_input_files("#files", [heavy, waits, UPLOAD])
    first, second, third = (panel.locator("#uploads li").nth(at) for at in range(3))
    some = re.compile(r"sending, (?!0 kB)")
    panel.locator("#uploads .job-status", has_text=some).wait_for()
    shown = first.locator(".job-status").text_content()
    assert re.fullmatch(r"sending, [\d.]+ kB of 159 kB", shown)
    assert first.locator("progress").get_attribute("aria-label") == "Progress: 무거운.txt"
    assert second.locator(".job-status").text_content() == "waiting"
    second.locator("button").click()
    first.locator("button").click()
    devtools.send("Network.emulateNetworkConditions", wire | {"uploadThroughput": -1})
    panel.wait_for_selector("#uploads li:nth-child(3).done")
    said = [line.locator(".job-status").text_content() for line in (first, second, third)]
    assert said == ["cancelled", "cancelled", "added"]
    assert not any(first.locator(part).is_visible() for part in ("button", "progress"))
    take_away(panel, UPLOAD["name"])


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(panel, tmp_path):
    gone, there = tmp_path / "gone.md", tmp_path / "there.md"
    gone.write_text("# 없어질 글\n", encoding="utf-8")
    there.write_bytes(UPLOAD["buffer"])

    def lose(route):
        gone.unlink()
        route.continue_()

    panel.route("**/v1/documents", lose, times=1)
    panel.set_input_files("#files", [there, gone])
    panel.wait_for_selector("#uploads li:nth-child(2).failed")
    line = panel.locator("#uploads li").nth(1)
    assert line.locator(".upload-name").text_content() == "gone.md"
    assert "The browser cannot read it." in line.locator(".job-status").text_content()
    panel.route("**/v1/documents", lambda route: route.abort("connectionreset"), times=1)
    panel.set_input_files("#files", [there])
    cut = panel.locator("#uploads li:nth-child(3).failed .job-status")
    assert cut.text_content().startswith("The connection broke before all of it was sent.")
    take_away(panel, "there.md")


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


def test_documents_are_searched_by_their_names(panel):
    panel.fill("#document-search", "BRIDGE 한결대교")
    panel.locator(".document").nth(1).wait_for(state="detached")
    assert panel.text_content(".document .source-title") == BRIDGE["title"]
    assert panel.text_content("#document-count") == str(len(ARTICLES))
    panel.fill("#document-search", "냉면")
    panel.wait_for_selector("#document-list :text-is('No document matches “냉면”.')")
    panel.fill("#document-search", "")
    panel.locator(".document").nth(len(ARTICLES) - 1).wait_for()


def test_more_of_what_is_no_longer_looked_for_is_let_go(panel):
    held = []

    def one_page_of_two(route):
        if "offset=0" not in route.request.url:
            held.append(route)
            return
        listed = route.fetch().json()
        route.fulfill(json=listed | {"total": 2 * len(ARTICLES)})

    panel.route("**/v1/documents?*", one_page_of_two)
    panel.fill("#document-search", " ")  # read again
    panel.click("#more-documents")
    panel.fill("#document-search", BRIDGE["title"])
    panel.locator(".document").nth(1).wait_for(state="detached")
    late = {"documents": [{"title": "둘", "doc_id": "2", "characters": 2}], "total": 2}
    held[0].fulfill(json=late)
    panel.evaluate("fetch('/livez').then((response) => response.text())")
    assert panel.locator(".document").count() == 1


PAGE_COPY = """등대 새로 켠다
입력 2026.03.03 10:00

누리항은 새 등대를 켰다고 3일 밝혔다. 등대는 열두 해 만에 새로 지었다.

무단 전재 및 재배포 금지
"""


def test_what_was_left_out_at_reading_is_shown(panel):
    copied = {"name": "등대.txt", "mimeType": "text/plain", "buffer": PAGE_COPY.encode()}
    panel.set_input_files("#files", [copied])
    panel.locator(".document .source", has_text="등대 새로 켠다").click()
    panel.wait_for_selector("#reader .article")
    assert panel.text_content("#reader .dropped summary") == "3 lines left out when it was read"
    panel.click("#reader .dropped summary")
    rights = panel.locator("#reader .dropped li", has_text="무단 전재 및 재배포 금지")
    assert rights.is_visible()
    assert rights.locator(".why").text_content() == "copyright"
    panel.click("#language")
    assert rights.locator(".why").text_content() == "저작권 표시"
    take_away(panel, "등대.txt")


def archive(count, name="금요일.zip"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for number in range(count):
            text = f"# 알림 {number}\n\n누리시 {number}호 보관실은 닫는다고 3일 밝혔다.\n"
            opened.writestr(f"{number:03}.md", text)
        opened.writestr("<b>그림</b>.bin", bytes(range(256)))
    return {"name": name, "mimeType": "application/zip", "buffer": packed.getvalue()}


def take_away(panel, source):
    panel.evaluate(
        """async (source) => {
          for (;;) {  // a job is forgotten once it has stored what it had in hand
            const { jobs } = await (await fetch('/v1/jobs')).json();
            if (jobs.length === 0) break;
            for (const { job_id } of jobs) await fetch(`/v1/jobs/${job_id}`, { method: 'DELETE' });
            await new Promise((resume) => setTimeout(resume, 50));
          }
          const named = `/v1/documents?limit=200&named=${encodeURIComponent(source)}`;
          for (;;) {
            const { documents } = await (await fetch(named)).json();
            if (documents.length === 0) return;
            for (const { doc_id } of documents)
              await fetch(`/v1/documents/${doc_id}`, { method: 'DELETE' });
          }
        }""",
        source,
    )


def test_an_archive_is_followed_to_its_end_and_its_documents_listed(panel):
    panel.set_input_files("#files", [archive(3), UPLOAD])
    line = panel.locator("#uploads li").nth(0)
    line.locator("progress").wait_for(state="attached")
    assert line.locator("progress").get_attribute("aria-label") == "Progress: 금요일.zip"
    panel.wait_for_selector("#uploads .job.done")
    assert line.locator(".job-status").text_content() == "done · 3 added, 1 failed"
    assert not line.locator("progress").is_visible()
    assert not line.locator("button").is_visible()
    line.locator("summary").click()
    assert line.locator("summary").text_content() == "1 file could not be read"
    (failed,) = line.locator("details li").all()
    assert failed.locator(".upload-name").text_content() == "금요일.zip/<b>그림</b>.bin"
    panel.wait_for_selector("#uploads > li:nth-child(2).done")  # the small one did not wait for it
    panel.locator(".document").nth(len(ARTICLES) + 3).wait_for()
    panel.click("#close-documents")
    panel.click("#language")
    panel.click("#open-documents")
    panel.wait_for_selector(".document")
    assert panel.locator("#uploads li").count() == 0
    take_away(panel, "금요일.zip")
    take_away(panel, UPLOAD["name"])


def test_a_job_is_found_again_after_a_reload_in_the_other_language_and_called_off(panel):
    panel.set_input_files("#files", [archive(1200, "큰 묶음.zip")])
    panel.wait_for_selector("#uploads .job progress")
    panel.reload()
    panel.wait_for_selector("#document-count:not(:empty)")
    panel.click("#language")
    panel.click("#open-documents")
    button = panel.locator("#uploads .job button")
    button.wait_for()
    assert button.get_attribute("aria-label") == "취소: 큰 묶음.zip"
    assert panel.locator("#uploads .job .upload-name").text_content() == "큰 묶음.zip"
    button.click()
    panel.wait_for_selector("#uploads .job button", state="hidden")
    status = panel.text_content("#uploads .job .job-status")
    assert re.fullmatch(r"취소됨 · 추가 \d+(, 실패 1)?", status)
    assert panel.text_content("#announcer") == f"큰 묶음.zip: {status}"
    take_away(panel, "큰 묶음.zip")
