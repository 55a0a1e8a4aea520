"""From raw bytes, or pasted text, to a Document: the one door every article comes through."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from ingest import sandbox
from ingest.byline import find_facts
from ingest.clean import clean, is_page_copy
from ingest.decode import decode, normalise
from ingest.document import Document, Dropped
from ingest.errors import DocumentTooLarge, EmptyDocument, UnsupportedFormat
from ingest.headline import (
    borrowed_title,
    find_headline,
    same_headline,
    title_line,
    without_publisher,
)
from ingest.language import detect
from ingest.raw import Raw
from ingest.readers.html import read_html
from ingest.readers.mail import read_mail
from ingest.readers.markdown import read_markdown
from ingest.readers.page import Page
from ingest.readers.text import read_text
from ingest.rejoin import rejoin
from ingest.sniff import Kind, sniff, sniff_text
from ingest.timestamps import KOREA
from ingest.web import MAX_BYTES

# Which reader a kind of text goes to; binary kinds go to the sandbox.
TEXT_READERS: Mapping[Kind, Callable[[str], Page]] = {
    Kind.TEXT: read_text,
    Kind.MARKDOWN: read_markdown,
    Kind.HTML: read_html,
}

READABLE = "text, Markdown, HTML, PDF, DOCX, HWP, HWPX, HWPML and e-mail"


def read(raw: Raw, max_bytes: int = MAX_BYTES) -> Document:
    """The article in a file or an answer from the web, cleaned and dated.

    Raises UnsupportedFormat, UndecodableText, EmptyDocument, DocumentTooLarge, or what
    `ingest.sandbox.parse` raises for a binary format.
    """
    if len(raw.content) > max_bytes:
        raise DocumentTooLarge(
            f"{raw.name}: {len(raw.content)} bytes, at most {max_bytes} are read"
        )
    kind = sniff(raw.content)
    page = _read_page(kind, raw)
    if raw.url:
        page = replace(page, url=raw.url)
    return _document(page, raw)


def from_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    published_at: datetime | None = None,
    url: str | None = None,
    publisher: str | None = None,
) -> Document:
    """A pasted text as a Document; what the caller states wins over what the text says.

    `source` defaults to "text:" and a short hash of the text. A date without an offset is Korean.
    Raises EmptyDocument.
    """
    source = source or f"text:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"
    if published_at and published_at.tzinfo is None:
        published_at = published_at.replace(tzinfo=KOREA)
    page = _page(text)
    page = replace(
        page,
        title=title or page.title,
        published_at=published_at or page.published_at,
        url=url or page.url,
        publisher=publisher or page.publisher,
    )
    return _document(page, Raw(source, source, b""))


def _read_page(kind: Kind, raw: Raw) -> Page:
    if kind in sandbox.KINDS:
        page = sandbox.parse(kind, raw.content, raw.name)
        return replace(page, text=normalise(rejoin(page.text)))
    if kind is Kind.MAIL:
        return read_mail(raw.content, raw.name)
    if kind is not Kind.TEXT:
        raise UnsupportedFormat(f"{raw.name}: {kind} is not read; {READABLE} are")
    return _page(decode(raw.content, raw.name))


def _page(text: str) -> Page:
    text = normalise(text)
    return TEXT_READERS[sniff_text(text)](text)


def _document(page: Page, raw: Raw) -> Document:
    lines = [line.strip() for line in page.text.split("\n")]
    furnished = is_page_copy(page.text) if page.furnished is None else page.furnished
    facts = find_facts([line for line in lines if line])
    publisher = page.publisher or facts.publisher
    title = (
        page.title or (find_headline(lines) if furnished else title_line(page.text)) or raw.title
    )
    text, dropped = page.text, page.dropped
    if furnished:
        cleaned = clean(text, title=title, publisher=publisher)
        text, dropped = cleaned.text, (*page.dropped, *cleaned.dropped)
    text = _without_title(text, title).strip()
    if not text:
        raise EmptyDocument(f"{raw.name}: no text is left once the page's furniture is gone")
    return Document(
        source=raw.source,
        title=without_publisher(title, publisher) if title else borrowed_title(text),
        text=text,
        language=detect(text),
        publisher=publisher,
        byline=page.byline or facts.byline,
        published_at=page.published_at or facts.published_at or raw.published_at,
        url=page.url,
        dropped=tuple(Dropped(one.text, one.reason) for one in dropped),
    )


def _without_title(text: str, title: str | None) -> str:
    """The text without a first line that is the title."""
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and same_headline(first, title, None) else text
