"""From raw bytes, or pasted text, to a Document: the one door every article comes through."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from ingest import sandbox
from ingest.byline import find_facts
from ingest.canonical import canonical, lacks_number
from ingest.clean import clean, is_page_copy
from ingest.decode import decode, normalise
from ingest.document import Document, Dropped
from ingest.errors import (
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    InputError,
    UnsupportedFormat,
)
from ingest.facts import Facts
from ingest.headline import (
    borrowed_title,
    find_headline,
    same_headline,
    title_line,
    without_publisher,
)
from ingest.language import detect
from ingest.origins import Confidence, StatedBy
from ingest.press_release import find_press_facts
from ingest.properties import is_older
from ingest.raw import Raw
from ingest.readers.html import read_html
from ingest.readers.mail import read_mail
from ingest.readers.markdown import read_markdown
from ingest.readers.page import Page
from ingest.readers.text import read_text
from ingest.rejoin import rejoin
from ingest.sniff import Kind, is_json, sniff, sniff_text
from ingest.subheadlines import find_subheadlines
from ingest.timestamps import KOREA
from ingest.web import MAX_BYTES

# Which reader a kind of text goes to; binary kinds go to the sandbox.
TEXT_READERS: Mapping[Kind, Callable[[str], Page]] = {
    Kind.TEXT: read_text,
    Kind.MARKDOWN: read_markdown,
    Kind.HTML: read_html,
}

# A headline stands within so many lines of the start.
_HEAD_LINES = 40

# The stream that holds a Word, Excel or PowerPoint file with a password.
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")

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
    page = _legible(_read_page(kind, raw))
    return _document(replace(page, facts=_addressed(page.facts, raw.url)), raw)


def from_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    published_at: datetime | None = None,
    url: str | None = None,
    publisher: str | None = None,
) -> Document:
    """A pasted text as a Document; what the caller states wins over what the text says, and blanks
    state nothing.

    `source` defaults to "text:" and a short hash of the text. A date without an offset is Korean.
    Raises EmptyDocument.
    """
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    source = _stated(source) or f"text:{digest[:12]}"
    source = unicodedata.normalize("NFC", source)
    if published_at and published_at.tzinfo is None:
        published_at = published_at.replace(tzinfo=KOREA)
    page = _legible(_page(text))
    given = Facts(
        title=_stated(title),
        publisher=_stated(publisher),
        published_at=published_at,
        url=_stated(url),
    ).stated(StatedBy.CALLER, Confidence.HIGH)
    facts = given.legible().beside(page.facts)
    return _document(replace(page, facts=facts), Raw(source, source, b""))


def _stated(words: str | None) -> str | None:
    return words if words and normalise(words).strip() else None


def _read_page(kind: Kind, raw: Raw) -> Page:
    if kind in sandbox.KINDS:
        return sandbox.parse(kind, raw.content, raw.name)
    if kind is Kind.MAIL:
        with _named(raw.name):
            return read_mail(raw.content)
    if kind is Kind.OFFICE and _LOCKED_OFFICE in raw.content:
        raise EncryptedDocument(f"{raw.name}: the Office file asks for a password")
    if kind is not Kind.TEXT:
        raise UnsupportedFormat(f"{raw.name}: {kind} is not read; {READABLE} are")
    text = decode(raw.content, raw.name)
    if is_json(text):
        raise UnsupportedFormat(
            f"{raw.name}: JSON is not read; {READABLE} are, and `briefing import` takes an export"
        )
    with _named(raw.name):
        return _page(text)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Errors of readers that know no name, with the name."""
    try:
        yield
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error


def _legible(page: Page) -> Page:
    """The page with its printed lines put together and in plain characters: a format's own
    spellings (&#x202e;) bring others in."""
    return replace(
        page,
        text=normalise(rejoin(page.text)),
        facts=page.facts.legible(),
        headings=frozenset(normalise(heading) for heading in page.headings),
        dropped=tuple(replace(one, text=normalise(one.text)) for one in page.dropped),
    )


def _page(text: str) -> Page:
    text = normalise(text)
    return TEXT_READERS[sniff_text(text)](text)


def _document(page: Page, raw: Raw) -> Document:
    lines = [line.strip() for line in page.text.split("\n")]
    furnished = is_page_copy(page.text) if page.furnished is None else page.furnished
    facts = _facts(page, [line for line in lines if line])
    facts = facts.titled(find_headline(lines) if furnished else title_line(page.text))
    listed = Facts(title=raw.title, published_at=raw.published_at)
    facts = facts.beside(listed.stated(StatedBy.FEED, Confidence.MEDIUM))
    text, dropped = page.text, page.dropped
    if furnished:
        cleaned = clean(text, title=facts.title, publisher=facts.publisher, byline=facts.byline)
        text, dropped = cleaned.text, (*page.dropped, *cleaned.dropped)
    text = _without_title(text, facts.title).strip()
    if not text:
        raise EmptyDocument(f"{raw.name}: no text is left once the page's furniture is gone")
    facts = facts.retitled(lambda title: without_publisher(title, facts.publisher))
    borrowed = Facts(title=borrowed_title(text)).stated(StatedBy.DERIVED, Confidence.LOW)
    facts = facts.beside(borrowed)
    return Document(
        source=raw.source,
        title=facts.title or "",
        text=text,
        language=detect(text),
        publisher=facts.publisher,
        byline=facts.byline,
        published_at=facts.published_at,
        url=facts.url,
        dropped=tuple(Dropped(one.text, one.reason) for one in dropped),
        section=facts.section,
        modified_at=facts.modified_at,
        subheadlines=find_subheadlines(text, page.headings, news=furnished),
        origins=facts.origins,
    )


def _facts(page: Page, lines: Sequence[str]) -> Facts:
    """What the format states, together with what the page's lines do, without what cannot be so."""
    facts = page.facts.beside(find_press_facts(lines)).beside(find_facts(lines))
    if _is_a_guess(facts, "title") and _shows(lines, facts.title or ""):
        facts = facts.titled(facts.title)
    published, modified = facts.published_at, facts.modified_at
    if published and _is_a_guess(facts, "published_at") and is_older(published, page.text):
        facts = facts.without("published_at")
    if modified and published and modified <= published:
        facts = facts.without("modified_at")
    return facts


def _is_a_guess(facts: Facts, field: str) -> bool:
    return facts.confidence(field) is Confidence.LOW


def _shows(lines: Sequence[str], title: str) -> bool:
    """Whether one of the first lines is the title: then a file's property is more than a guess."""
    return any(same_headline(line, title, None) for line in lines[:_HEAD_LINES])


def _addressed(facts: Facts, address: str | None) -> Facts:
    """The address a page came from, unless the page names another page of its own site, and more
    than the form that it has in common with others."""
    if not address:
        return facts
    asked = Facts(url=address).stated(StatedBy.ADDRESS, Confidence.HIGH)
    named = canonical(facts.url) is not None and not lacks_number(facts.url, address)
    ours = named and _site(facts.url) == _site(address)
    return facts.beside(asked) if ours else asked.beside(facts)


def _site(address: str | None) -> str:
    return urlsplit(address or "").netloc


def _without_title(text: str, title: str | None) -> str:
    """The text without a first line that is the title."""
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and same_headline(first, title, None) else text
