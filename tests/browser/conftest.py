"""A real Chromium, told to leave the network alone; skipped where there is none."""

from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",  # containers give no user namespaces to build a sandbox from
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open a page; the test fails when a script fails, or anything foreign is asked for."""
    contexts = []
    complaints = []

    def open_page(url, *, path="/", locale="en-US", width=1280, height=860, **more):
        viewport = {"width": width, "height": height}
        context = chromium.new_context(
            locale=locale, viewport=viewport, reduced_motion="reduce", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((url, "data:"))
                or complaints.append(f"foreign request: {asked.url}")
            ),
        )
        page.on(
            "console",
            lambda said: (
                "Content Security Policy" in said.text and complaints.append(f"policy: {said.text}")
            ),
        )
        page.goto(url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
