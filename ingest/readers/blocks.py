"""The visible lines of an HTML page, each with the element it stands in."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from ingest.readers.page import SOFT_BREAK
from ingest.readers.wrapping import find_wrapping
from ingest.reasons import Reason

# Elements that break the line before and behind them.
_BLOCK_TAGS = """
address article aside blockquote body button caption dd details div dl dt figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead
tr ul br option
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
# Their text is never shown.
_SILENT_TAGS = """
script style noscript template svg math iframe object head title textarea select audio video canvas
map datalist meta link
"""
_SILENT = frozenset(_SILENT_TAGS.split())
# Furniture by its element or ARIA role, whatever it is called.
_FURNITURE_TAGS = frozenset(["nav", "footer", "aside", "form", "button", "menu", "dialog"])
_FURNITURE_ROLES = frozenset(
    ["navigation", "banner", "complementary", "contentinfo", "search", "menu", "menubar", "dialog"]
)
# Names that sites give to furniture, in whole parts of a class or id ("sns_share", "rankList").
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:"
    r"nav|gnb|lnb|snb|menu|breadcrumbs?|foot|footer|skip\w*|u_skip|accessibility|blind|hidden"
    r"|sr-only|screen_out|share\w*|sns\w*|social\w*|util\w*|tools?|toolbar|btns?|buttons?"
    r"|relat\w*|rel|rank\w*|recommend\w*|popular\w*|most\w*|more|trending|reply\w*|repl(?:y|ies)"
    r"|comments?|cmt|disqus|breaking\w*|ticker|flash|scroll-?news|ads?|advert\w*|ad-\w+|sponsor\w*"
    r"|promo\w*|banner|copy|copyright|cpy|sidebar|aside|subscribe\w*|newsletter|paywall|login"
    r"|tags?|keywords?|hash_?tags?|sticky\w*|floating\w*|player|jebo|cookie\w*|popup|modal|search\w*"
    r")(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
# Names that news sites give to the lines under a headline and over a part of the text.
_SUBHEADLINE = re.compile(r"(?:^|[\s_-])sub(?:[_-]?(?:title|tit|head(?:line|ing)?))", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_KEPT_LINES = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_SPACES = re.compile(rf"[^\S{SOFT_BREAK}]+")

# A part of a line, and whether it stands in a link.
_Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Block:
    """One visible line and the block element it stands in; `unlinked` is its text beside links."""

    text: str
    element: HtmlElement
    unlinked: str


def blocks(root: HtmlElement) -> list[Block]:
    """Every visible line of a page in reading order; a table row is one line.

    Where the page keeps its lines, as in <pre>, so does this, unless they were broken to fit.
    """
    return [
        Block(text, element, _line(piece for piece, linked in line if not linked))
        for pieces, element in _runs(root)
        for line in _lines(pieces)
        if (text := _line(piece for piece, _ in line))
    ]


def _lines(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The lines of a run, those put together that go on in the next."""
    kept: list[list[_Piece]] = [[]]
    for piece, linked in pieces:
        first, *more = piece.split("\n")
        kept[-1].append((first, linked))
        kept += ([(one, linked)] for one in more)
    written = ["".join(piece for piece, _ in line) for line in kept]
    if (wrapping := find_wrapping(written)) is None:
        return kept
    joined = kept[:1]
    for follower, joint in zip(kept[1:], wrapping.joints(written), strict=True):
        if joint is None:
            joined.append(follower)
        else:
            joined[-1] += [(joint, False), *follower]
    return joined


def _line(pieces: Iterable[str]) -> str:
    return _SPACES.sub(" ", "".join(pieces)).strip(" |")


def furniture(element: HtmlElement, around: Container[HtmlElement] = ()) -> str | None:
    """What makes an element furniture: itself or one it stands in, up to (not with) those that are
    `around` the article: what holds it is no furniture, whatever its name ("has-sidebar")."""
    for one in (element, *element.iterancestors()):
        if one in around:
            return None
        if why := _cause(one):
            return why
    return None


def is_heading(element: HtmlElement) -> bool:
    """Whether a line's element, or one it fills, is a heading or named a sub-headline."""
    named = _SUBHEADLINE.search(f"{element.get('class', '')} {element.get('id', '')}")
    return element.tag in _HEADINGS or named is not None


def _runs(root: HtmlElement) -> Iterator[tuple[list[_Piece], HtmlElement]]:
    """Runs of text between elements that break the line; line breaks in them are to be kept.

    The walk keeps no recursion: pages nest deeper than Python.
    """
    pieces: list[_Piece] = []
    owner = root  # the block element the running line began in
    links = 0  # how many links the walk is inside of
    keeping = 0  # how many elements that keep their lines
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event in {"comment", "pi"}:
            pieces.append((_text(element.tail, keeping), links > 0))
            continue
        if element.tag in _BLOCKS and not _fills_cell(element):
            yield pieces, owner
            pieces = []
            parent = element.getparent()
            owner = element if event == "start" or parent is None else parent
        if event == "end":
            links -= _is_link(element)
            keeping -= _keeps_lines(element)
            pieces.append((_bar(element) + _text(element.tail, keeping), links > 0))
            continue
        links += _is_link(element)
        keeping += _keeps_lines(element)
        if element.tag in _SILENT or _is_hidden(element):
            walker.skip_subtree()  # its end is still to come
        else:
            pieces.append((_text(element.text, keeping), links > 0))
    yield pieces, owner


def _is_link(element: HtmlElement) -> bool:
    return element.tag == "a" and "href" in element.attrib


def _fills_cell(element: HtmlElement) -> bool:
    """Whether it is the one paragraph of a table's cell, as word processors write each."""
    around = element.getparent()
    return (
        element.tag in {"p", "div"} and around is not None and _is_cell(around) and len(around) == 1
    )


def _is_cell(element: HtmlElement) -> bool:
    return element.tag in {"td", "th"}


def _bar(element: HtmlElement) -> str:
    return " | " if _is_cell(element) else ""


def _text(written: str | None, keeping: int) -> str:
    """Text as it is shown: its line breaks are spaces where none are kept."""
    return written or "" if keeping else (written or "").replace("\n", " ")


def _keeps_lines(element: HtmlElement) -> bool:
    return element.tag == "pre" or _KEPT_LINES.search(element.get("style", "")) is not None


def _is_hidden(element: HtmlElement) -> bool:
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style", "")) is not None
    )


def _cause(element: HtmlElement) -> str | None:
    """What makes an element furniture: its tag, its role or its name. The body is the page itself:
    themes write there what else is on it ("right-sidebar")."""
    if element.tag == "body":
        return None
    if element.tag in _FURNITURE_TAGS:
        return Reason.ELEMENT.of(element.tag)
    if (role := element.get("role")) in _FURNITURE_ROLES:
        return Reason.ROLE.of(role)
    names = _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}")
    found = _FURNITURE_NAME.search(names)
    return Reason.NAMED.of(found.group().strip(" _-")) if found else None
