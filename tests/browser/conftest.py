"""A real Chromium, told to leave the network alone; skipped where there is none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ingest.document import Document
from ingest.read import from_text
from tests.articles import ARTICLES
from tests.service.llm.scripted import ScriptedModel, scripted_model
from tests.serving import serving, wait_until_ready

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
    """Open a page; the test fails when a script fails, or anything foreign is asked for.

    `during` is given the page before it is loaded.
    """
    contexts = []
    complaints = []

    def open_page(url, *, path="/", locale="en-US", width=1280, height=860, during=None, **more):
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
        if during is not None:
            during(page)
        page.goto(url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


SOURCES = {article["source"] for article in ARTICLES}


@dataclass(frozen=True, slots=True)
class Written:
    """A service whose answers a scripted language model writes; the articles are stored in it."""

    url: str
    model: ScriptedModel
    store: Callable[[Document], None]

    @contextmanager
    def holding(self, *documents: Document) -> Iterator[None]:
        """The documents are stored for as long as this lasts."""
        for document in documents:
            self.store(document)
        try:
            yield
        finally:
            self.remove(lambda found: True)

    def remove(self, meant: Callable[[dict[str, str]], bool]) -> None:
        """Remove what is meant of the documents that were added, as the API lists them."""
        for found in httpx.get(f"{self.url}/v1/documents", timeout=60).json()["documents"]:
            if found["source"] not in SOURCES and meant(found):
                httpx.delete(f"{self.url}/v1/documents/{found['doc_id']}", timeout=60)


@pytest.fixture(scope="session")
def written(tmp_path_factory, real_embedder, real_transform) -> Iterator[Written]:
    from index.corpus import open_index
    from ingest.pipeline import prepare_all
    from service.answering.engine import AnswerEngine
    from service.assembly import Parts
    from service.http.app import create_app
    from service.llm.client import ChatClient, Endpoint
    from service.llm.writer import ModelWriter
    from service.settings import Settings

    data = tmp_path_factory.mktemp("written")
    index = open_index(data, real_embedder, transform=real_transform)

    def store(document: Document) -> None:
        for _ in index.add_all(prepare_all([document])):
            pass

    with scripted_model() as model:
        asked = ChatClient(
            Endpoint(model.url, "tiny", None, silence=20, timeout=40), sleep=lambda _: None
        )
        writer = ModelWriter(asked, real_embedder)
        parts = Parts(index, AnswerEngine(index, None, writer), len, writer)
        with serving(create_app(Settings(data_dir=data), lambda: parts)) as url:
            wait_until_ready(url)
            for one in ARTICLES:
                store(from_text(one["text"], title=one["title"], source=one["source"]))
            yield Written(url, model, store)
