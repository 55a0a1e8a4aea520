"""What a page's JSON-LD states about its article, in any of the shapes that sites give it."""

import html
import json
import re
from collections.abc import Iterator
from datetime import datetime

from lxml.html import HtmlElement

from ingest.facts import Facts
from ingest.timestamps import parse_datetime

_ARTICLE = re.compile(r"(?:News|Reportage|Analysis|Opinion|Blog|\w*)?(?:Article|Posting|Report)$")
_PAGE = re.compile(r"(?:Web|Item|\w*)Page$")
# How deep a JSON-LD block is searched: "@graph" lists and "mainEntity" lie two or three levels in.
_DEPTH = 5
_HTTP = re.compile(r"https?://\S+\Z")

Node = dict[str, object]


def linked_facts(root: HtmlElement) -> Facts:
    """What the page's articles state, then its pages; nothing where no block can be parsed.

    What an article leaves out (a graph often keeps the dates with the page) is taken from the next.
    """
    nodes = [node for block in _blocks(root) for node in _nodes(block, _DEPTH)]
    named = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    articles = [node for node in nodes if _is(node, _ARTICLE)]
    pages = [node for node in nodes if _is(node, _PAGE)]
    ranked = articles + pages
    return Facts(
        title=_first_text(ranked, "headline"),
        publisher=_first_name(ranked, "publisher", named),
        byline=_first_name(ranked, "author", named),
        section=_first_text(ranked, "articleSection"),
        published_at=_first_moment(ranked, "datePublished"),
        modified_at=_first_moment(ranked, "dateModified"),
        url=next((u for u in _texts(ranked, "url") if _HTTP.match(u)), None),
    )


def _blocks(root: HtmlElement) -> Iterator[object]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue


def _nodes(stated: object, depth: int) -> Iterator[Node]:
    """The objects of a block, outermost first."""
    if depth == 0:
        return
    if isinstance(stated, list):
        for one in stated:
            yield from _nodes(one, depth - 1)
    elif isinstance(stated, dict):
        yield stated
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(stated.get(key), depth - 1)


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    return any(kind.match(str(one)) for one in _listed(node.get("@type")))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _texts(nodes: list[Node], key: str) -> Iterator[str]:
    for node in nodes:
        for value in _listed(node.get(key)):
            if isinstance(value, str) and value.strip():
                yield html.unescape(value).strip()


def _first_text(nodes: list[Node], key: str) -> str | None:
    found = next(_texts(nodes, key), None)
    return " ".join(found.split()) if found else None


def _first_moment(nodes: list[Node], key: str) -> datetime | None:
    return next((at for text in _texts(nodes, key) if (at := parse_datetime(text))), None)


def _first_name(nodes: list[Node], key: str, named: dict[str, Node]) -> str | None:
    """The name or names of a person or organisation, looked up where only an id is given."""
    for node in nodes:
        names = [_name(one, named) for one in _listed(node.get(key))]
        if found := ", ".join(name for name in names if name and not _HTTP.match(name)):
            return found
    return None


def _name(stated: object, named: dict[str, Node]) -> str | None:
    if isinstance(stated, dict):
        name = stated.get("name") or named.get(str(stated.get("@id")), {}).get("name")
        return _name(name, named)
    return " ".join(html.unescape(stated).split()) or None if isinstance(stated, str) else None
