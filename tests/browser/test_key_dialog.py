"""The page asks for a key when the service does, in its language, and forgets it with the tab."""

import pytest

from service.errors import NotReady
from service.http.app import create_app
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from service.settings import Settings
from tests.browser.axe import violations
from tests.serving import serving

pytestmark = pytest.mark.browser

# Both at once, as the page sends them; what came of each, as the code of a Problem.
ASK = """async () => {
  const api = await import('/web/api.js');
  const codes = [api.listDocuments(1, 0), api.removeDocument('a')].map(
    (asked) => asked.then(() => 'done', (problem) => problem.code));
  window.came = Promise.all(codes);
}"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A service that asks for a key and has nothing behind it, and a key that may read."""

    def load():
        raise NotReady("nothing to load")

    data = tmp_path_factory.mktemp("guarded")
    _, secret = KeyFile(data).create("page", Scope.READ)
    with serving(create_app(Settings(data_dir=data), load)) as url:
        yield url, secret


def pass_for_ready(page):
    """As if the service had loaded: it is its documents that the page then asks for."""
    page.route("**/readyz", lambda route: route.fulfill(status=200, json={"status": "ready"}))


def came(page):
    return page.evaluate("window.came")


@pytest.mark.parametrize(
    ("locale", "asks", "complains"),
    [
        ("ko-KR", "API 키가 있어야", "올바르지 않거나"),
        ("en-US", "asks for an API key", "is wrong, or was revoked"),
    ],
)
def test_a_key_is_asked_for_until_it_is_right(visit, guarded, locale, asks, complains):
    url, secret = guarded
    page = visit(url, locale=locale)
    page.evaluate(ASK)
    page.wait_for_selector("#api-key")
    assert page.locator("dialog[open]").count() == 1
    assert asks in page.text_content("dialog[open]")
    page.fill("#api-key", "briefing_wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] [role=alert]")
    assert complains in page.text_content("dialog[open]")
    page.fill("#api-key", secret)
    page.keyboard.press("Enter")
    assert came(page) == ["not_ready", "insufficient_scope"]
    assert page.locator("#api-key").count() == 0

    assert page.evaluate("Object.values(sessionStorage)") == [secret]
    assert secret not in page.evaluate("Object.values(localStorage)")
    page.reload()
    page.evaluate(ASK)
    assert came(page) == ["not_ready", "insufficient_scope"]


@pytest.mark.parametrize(
    ("locale", "said", "button"),
    [("ko-KR", "API 키가 있어야", "키 입력"), ("en-US", "asks for an API key", "Enter the key")],
)
def test_a_page_without_a_key_says_so_and_asks_again_when_told_to(
    visit, guarded, locale, said, button
):
    url, secret = guarded
    page = visit(url, locale=locale, during=pass_for_ready)
    page.wait_for_selector("#api-key")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("#give-key")
    assert violations(page) == []
    assert said in page.text_content("#notice")
    assert page.text_content("#give-key") == button
    page.keyboard.press("Enter")  # the focus is on the button
    page.fill("#api-key", secret)
    with page.expect_request("**/v1/documents?*") as sent:
        page.keyboard.press("Enter")
    assert sent.value.headers["authorization"] == f"Bearer {secret}"
    page.wait_for_selector("#give-key", state="detached")


def test_leaving_the_dialog_is_a_problem_and_asks_again_the_next_time(visit, guarded):
    page = visit(guarded[0])
    for _ in range(2):
        page.evaluate(ASK)
        page.wait_for_selector("#api-key")
        page.keyboard.press("Escape")
        assert came(page) == ["key_required", "key_required"]
    assert page.evaluate("sessionStorage.length") == 0


def test_a_key_that_no_header_takes_is_refused_in_the_dialog(visit, guarded):
    url, secret = guarded
    page = visit(url)
    page.evaluate(ASK)
    page.fill("#api-key", "briefing_…")  # as copied from an example
    page.keyboard.press("Enter")
    assert page.locator("#api-key:invalid").count() == 1
    assert page.evaluate("sessionStorage.length") == 0
    page.fill("#api-key", f" {secret} ")  # as copied with what stands around it
    page.keyboard.press("Enter")
    assert came(page) == ["not_ready", "insufficient_scope"]
    assert page.evaluate("Object.values(sessionStorage)") == [secret]
