"""HTML: the lines of a page that belong to its article.

trafilatura finds the text of an article reliably and loses leads, sub-headlines and captions
readily. So it says where the article is, and the page's own lines say what stands there: those
between the headline and the end of the element that holds what trafilatura found.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.document import Dropped
from ingest.errors import EmptyDocument
from ingest.headline import same_headline
from ingest.metadata import find_metadata
from ingest.readers.blocks import Block, blocks
from ingest.readers.page import Page

# Share of the found text that the article's element must hold; the rest may be a stray sidebar.
_HELD = 0.9
# What trafilatura finds below this share of the page's long lines is a fragment, not the article.
_TOO_LITTLE = 0.3
_LONG_LINE = 40
# Sub-headlines and the by-line fit between headline and body; more lines than this are a menu.
_LEAD_LINES = 30
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_WORDLESS = re.compile(r"\W+")


def read_html(text: str) -> Page:
    """The article's lines in reading order, with the page's metadata.

    Lines inside elements that are furniture by name or kind are reported as dropped; the lines that
    are left still go through the cleaning of page copies.
    """
    root = _parse(text)
    facts = find_metadata(root, text)
    shown = blocks(root)
    found = _WORDLESS.sub("", _extracted(text))
    article = _article(shown, found, facts.title)
    kept = [block for block in article if _belongs(block, found)]
    kept = kept or article
    own = {id(block) for block in kept}
    return Page(
        text="\n".join(block.text for block in kept),
        title=facts.title or _heading(shown),
        publisher=facts.publisher,
        byline=facts.byline,
        published_at=facts.published_at,
        url=facts.url,
        furnished=True,
        dropped=tuple(
            Dropped(block.text, block.furniture or "outside the article")
            for block in shown
            if id(block) not in own
        ),
    )


def _parse(text: str) -> HtmlElement:
    try:
        return document_fromstring(_DECLARATION.sub("", text), parser=HTMLParser(no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyDocument("the HTML holds no element") from error


def _extracted(text: str) -> str:
    """The article's text as trafilatura sees it; empty where it sees none."""
    from trafilatura import extract

    # `fast` leaves out its rescue by other extractors, which adds furniture on our measuring set.
    found: str | None = extract(
        text, favor_precision=True, include_comments=False, include_tables=True, fast=True
    )
    return found or ""


def _article(shown: Sequence[Block], found: str, title: str | None) -> Sequence[Block]:
    """The page's lines from the headline to the end of the element that holds the article."""
    matched = [block for block in shown if _matches(block, found)]
    long = [block for block in shown if len(block.text) >= _LONG_LINE and not block.furniture]
    if _length(matched) < _TOO_LITTLE * _length(long):
        matched = long
    if not matched:
        return shown
    container = _container(matched)
    inside = [index for index, block in enumerate(shown) if _within(block.element, container)]
    first, last = inside[0], inside[-1]
    headline = _headline_before(shown, first, title)
    return shown[first if headline is None else headline : last + 1]


def _headline_before(shown: Sequence[Block], first: int, title: str | None) -> int | None:
    """The last headline within reach above the article's first line."""
    for index in range(first, max(-1, first - _LEAD_LINES), -1):
        block = shown[index]
        if block.furniture:
            continue
        if block.element.tag == "h1" or (title and same_headline(block.text, title, None)):
            return index
    return None


def _matches(block: Block, found: str) -> bool:
    key = _WORDLESS.sub("", block.text)
    return len(key) >= _LONG_LINE // 2 and key in found


def _belongs(block: Block, found: str) -> bool:
    """Whether a line of the article's element is the article's: not furniture, or found as text."""
    return block.furniture is None or (len(block.text) >= _LONG_LINE and _matches(block, found))


def _length(lines: Sequence[Block]) -> int:
    return sum(len(block.text) for block in lines)


def _container(matched: Sequence[Block]) -> HtmlElement:
    """The deepest element that holds nearly all of the matched text."""
    held: Counter[HtmlElement] = Counter()
    for block in matched:
        for element in _ancestry(block.element):
            held[element] += len(block.text)
    enough = _HELD * _length(matched)
    holders = [element for element, length in held.items() if length >= enough]
    return max(holders, key=lambda element: sum(1 for _ in _ancestry(element)))


def _ancestry(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _within(element: HtmlElement, container: HtmlElement) -> bool:
    return any(one is container for one in _ancestry(element))


def _heading(shown: Sequence[Block]) -> str | None:
    return next((block.text for block in shown if block.element.tag == "h1"), None)
