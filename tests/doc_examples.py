"""The examples of the documentation as they stand there, and what each has to print."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.articles import ARTICLES

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "docs" / "examples.md", ROOT / "docs" / "client.md")
SAMPLE = ROOT / "samples" / "briefings" / "sci-minister-hist-visit.md"

_ADDRESS = "http://127.0.0.1:8000"
_HEADING_OR_BLOCK = re.compile(r"^#+ ([^\n]+)$|^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# By heading: what only a service that did its work makes an example print.
EXPECTED = {
    "Ask": r"성능을 재는 자가 없으면 경쟁도 없다",
    "Stream an answer": r"grounded",
    "Read a document": r"[가-힣]{2}",
    "Add a document": r"(added|unchanged).*[0-9a-f]{20}|[0-9a-f]{20}.*(added|unchanged)",
    "List the documents": r"표민서 부총리, 한빛과학기술연구원 찾아",
    "From Python": r"grounded",
    "Questions": r"표민서.*한빛연",
    "Awaited": r"grounded",
    "Large inputs": r"done \d",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A block of code, and the pattern that its output has to match."""

    name: str
    language: str
    code: str
    expected: str

    def at(self, url: str) -> str:
        """The code, sent to another address."""
        return self.code.replace(_ADDRESS, url)


def examples(*languages: str) -> list[Example]:
    """The blocks in these languages, all of which have to ask the service."""
    found = []
    for page in PAGES:
        heading = ""
        for title, language, code in _HEADING_OR_BLOCK.findall(page.read_text(encoding="utf-8")):
            heading = title or heading
            if language in languages:
                assert _ADDRESS in code
                name = f"{page.stem}, {heading}, {language} {len(found) + 1}"
                found.append(Example(name, language, code, EXPECTED[heading]))
    return found


@contextmanager
def with_sample(server: str) -> Iterator[str]:
    """The shared service with the sample that the examples ask about, until they are through."""
    with SAMPLE.open("rb") as file:
        httpx.post(f"{server}/v1/documents", files={"file": file}, timeout=60).raise_for_status()
    yield server
    listed = httpx.get(f"{server}/v1/documents", params={"limit": 200}).json()["documents"]
    for document in listed:
        if document["source"] not in {article["source"] for article in ARTICLES}:
            httpx.delete(f"{server}/v1/documents/{document['doc_id']}").raise_for_status()
