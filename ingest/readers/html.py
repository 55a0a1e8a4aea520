"""HTML: the lines of a page that belong to its article.

trafilatura finds the text of an article reliably and loses leads, sub-headlines and captions
readily. So it says where the article is, and the page's own lines say what stands there: those
between the headline and the end of the element that holds what trafilatura found.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from ingest.byline import find_facts
from ingest.document import Dropped
from ingest.furniture import is_sentence, is_statement
from ingest.headline import find_headline, same_headline
from ingest.markup import parse_html
from ingest.metadata import find_metadata, guess_date
from ingest.readers.blocks import Block, blocks, furniture, is_heading
from ingest.readers.links import link_lines
from ingest.readers.page import Page
from ingest.reasons import Reason

# Share of the found text that the article's element must hold; the rest may be a stray sidebar.
_HELD = 0.9
# What trafilatura finds below this share of the page's sentences is a fragment, not the article.
_TOO_LITTLE = 0.5
# Lines behind the last found one that hold more than this share of what was found are other
# articles; fewer are the article's last lines, which trafilatura loses.
_TRAILING = 0.3
# Shorter lines are found in any text by chance.
_MATCHABLE = 20
# Sub-headlines and the by-line fit between headline and body; more lines than this are a menu.
_LEAD_LINES = 30
# Looking for every line in what was found takes its product of characters; this is a second or so.
# Beyond it the page's own sentences say where the article is.
_LOOKED_AT = 1_000_000_000
_WORDLESS = re.compile(r"\W+")


def read_html(text: str) -> Page:
    """The article's lines in reading order, with the page's metadata.

    Lines inside elements that are furniture by name or kind are reported as dropped; the lines that
    are left still go through the cleaning of page copies.
    """
    root = parse_html(text)
    shown = blocks(root)
    lines = [block.text for block in shown]
    facts = find_metadata(root).beside(find_facts(lines))
    if facts.published_at is None:
        facts = facts.beside(guess_date(root))
    title = facts.title or find_headline(lines)
    article, dropped = _article(shown, _WORDLESS.sub("", _extracted(root)), title)
    return Page(
        text="\n".join(block.text for block in article),
        facts=facts.titled(title),
        headings=frozenset(block.text for block in article if is_heading(block.element)),
        furnished=True,
        dropped=dropped,
    )


def _extracted(root: HtmlElement) -> str:
    """The article's text as trafilatura sees it; empty where it sees none."""
    from trafilatura import extract

    # A copy, because it prunes what it is given. `fast` leaves out its rescue by other extractors,
    # which adds furniture on our measuring set.
    found: str | None = extract(
        deepcopy(root),
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        fast=True,
    )
    return found or ""


def _article(
    shown: Sequence[Block], found: str, title: str | None
) -> tuple[list[Block], tuple[Dropped, ...]]:
    """The article's lines, and the page's others with the reason they are not."""
    comparable = len(shown) * len(found) <= _LOOKED_AT
    matched = [block for block in shown if comparable and _matches(block, found)]
    sentences = [
        block for block in shown if is_sentence(block.text) and not furniture(block.element)
    ]
    if _length(matched) < _TOO_LITTLE * _length(sentences):
        matched = sentences
    if not matched:
        return list(shown), ()
    excused = _excused(matched)
    matched = [block for block in matched if block in excused or not furniture(block.element)]
    container = _container(matched)
    around = frozenset(_ancestry(container))
    first, last = _bounds(shown, container, matched, title, around)
    listed = {first + at for at in link_lines(shown[first : last + 1])}
    article: list[Block] = []
    dropped: list[Dropped] = []
    for index, block in enumerate(shown):
        inside = first <= index <= last
        why = None if inside and block in excused else furniture(block.element, around)
        why = why or (Reason.LINKS if index in listed else None)
        if inside and not why:
            article.append(block)
        else:
            dropped.append(Dropped(block.text, why or Reason.OUTSIDE))
    return article, tuple(dropped)


def _excused(matched: Sequence[Block]) -> frozenset[Block]:
    """Found lines to keep though an element's name calls them furniture.

    Names are a habit, not a rule: where they would take most of what was found, they are wrong.
    """
    named = [block for block in matched if furniture(block.element)]
    return frozenset(named if _length(named) > _length(matched) / 2 else ())


def _bounds(
    shown: Sequence[Block],
    container: HtmlElement,
    matched: Sequence[Block],
    title: str | None,
    around: Container[HtmlElement],
) -> tuple[int, int]:
    """The places of the article's first and last line: from the headline to its element's end."""
    inside = [index for index, block in enumerate(shown) if _within(block.element, container)]
    first, last = inside[0], inside[-1]
    known = frozenset(matched)
    final = max(index for index in inside if shown[index] in known)
    final = _continued(shown, final, matched)
    last = max(last, final)
    if _length(shown[final + 1 : last + 1]) > _TRAILING * _length(matched):
        last = final
    start = next(index for index in inside if shown[index] in known)
    headline = _headline_in(shown[: start + 1], first, title, around)
    return first if headline is None else headline, last


def _continued(shown: Sequence[Block], final: int, matched: Sequence[Block]) -> int:
    """The place of the last sentence that stands beside found ones, at or behind `final`.

    Beside them means in the same element, or in a paragraph of the same kind in the same element.
    """
    found = {place for block in matched for place in _places(block)}
    behind = range(final, len(shown))
    beside = (at for at in behind if found.intersection(_places(shown[at])))
    return max((at for at in beside if is_statement(shown[at].text)), default=final)


def _places(block: Block) -> tuple[tuple[HtmlElement, str], ...]:
    """The block's element, and its kind within the element around it."""
    one, around = block.element, block.element.getparent()
    return ((one, ""),) if around is None else ((one, ""), (around, one.tag))


def _headline_in(
    shown: Sequence[Block], first: int, title: str | None, around: Container[HtmlElement]
) -> int | None:
    """The place of the last headline within reach, in the lines up to the first that was found.

    Within the article's element, at `first` and below, only the page's own title is one: an h1 may
    stand over a section there.
    """
    for index in range(len(shown) - 1, max(-1, first - _LEAD_LINES), -1):
        block = shown[index]
        if furniture(block.element, around):
            continue
        if title and same_headline(block.text, title, None):
            return index
        if index <= first and block.element.tag == "h1":
            return index
    return None


def _matches(block: Block, found: str) -> bool:
    key = _WORDLESS.sub("", block.text)
    return len(key) >= _MATCHABLE and key in found


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
