"""What an HTML page's head says about its article: JSON-LD, then OpenGraph and meta tags."""

import html
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, time

from lxml.html import HtmlElement

from ingest.headline import without_publisher
from ingest.papers import is_paper
from ingest.timestamps import KOREA, parse_datetime

_ARTICLE_TYPE = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Blog|Web)?(?:Article|Posting|Page)$"
)
_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "article:publisher_name", "dc.publisher", "application-name")
_AUTHORS = ("article:author", "author", "dc.creator", "byl", "dable:author")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "dc.date.issued",
    "dc.date",
    "date",
)
_URLS = ("og:url",)
_HTTP = re.compile(r"https?://\S+\Z")
# How deep a JSON-LD block is searched: "@graph" lists and "mainEntity" lie two or three levels in.
_DEPTH = 5
# A shorter heading is a section's or a paper's name.
_HEADLINE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head states; None where it is silent."""

    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published_at: datetime | None = None
    url: str | None = None


def find_metadata(root: HtmlElement) -> Metadata:
    """What the head states about the article; a date that names no offset is Korean time."""
    tags = _meta_tags(root)
    linked = _json_ld(root)
    publisher = _name(linked.get("publisher")) or _first(tags, _PUBLISHERS)
    headline = _text(linked.get("headline"))
    title = (
        (html.unescape(headline) if headline else None) or _first(tags, _TITLES) or _title_tag(root)
    )
    published = _text(linked.get("datePublished")) or _first(tags, _DATES) or _time_tag(root)
    return Metadata(
        title=without_publisher(" ".join(title.split()), publisher) if title else None,
        publisher=_person(publisher),
        byline=_name(linked.get("author")) or _person(_first(tags, _AUTHORS)),
        published_at=(parse_datetime(published) if published else None),
        url=_url(root, linked, tags),
    )


def guess_date(root: HtmlElement) -> datetime | None:
    """The publication date htmldate reads from a page: midnight in Korea, or None.

    For pages that state none in a way we read ourselves: it misreads "입력 2026년 11월 22일". Its
    extensive search stays off, which takes any year in the text for a date.
    """
    from htmldate import find_date

    found: str | None = find_date(deepcopy(root), extensive_search=False, original_date=True)
    day = parse_datetime(found) if found else None
    return datetime.combine(day, time(), KOREA) if day else None


def _meta_tags(root: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = html.unescape(meta.get("content") or "").strip()
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _person(author: str | None) -> str | None:
    """An author that is a name: some sites put a profile's address there."""
    return None if author and _HTTP.match(author) else author


def _title_tag(root: HtmlElement) -> str | None:
    """The heading that the <title> repeats, else the <title>; many sites' h1 is their logo."""
    titles = [_words(one) for one in root.iter("title")]
    title = next((one for one in titles if one and not is_paper(one)), "")
    headings = [_words(one) for one in root.iter("h1", "h2", "h3")]
    repeated = [one for one in headings if len(one) >= _HEADLINE_LENGTH and one in title]
    own = (heading for heading in headings if heading and not is_paper(heading))
    return max(repeated, key=len, default=None) or title or next(own, None)


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _time_tag(root: HtmlElement) -> str | None:
    """The first machine-readable moment that is not called an update."""
    for element in root.iter("time"):
        shown = element.text_content()
        if element.get("datetime") and not re.search(r"수정|updated|modified", shown, re.I):
            return str(element.get("datetime"))
    return None


def _url(root: HtmlElement, linked: dict[str, object], tags: dict[str, str]) -> str | None:
    canonical = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
    stated = (*canonical, _first(tags, _URLS), _text(linked.get("url")))
    return next((url for url in stated if url and _HTTP.match(url)), None)


def _json_ld(root: HtmlElement) -> dict[str, object]:
    """The page's article as JSON-LD states it; empty where none does or it cannot be parsed."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            stated = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for candidate in _objects(stated, _DEPTH):
            if candidate.get("headline") or candidate.get("datePublished"):
                return candidate
    return {}


def _objects(stated: object, depth: int) -> Iterator[dict[str, object]]:
    """Objects of an article type, outermost first."""
    if depth == 0:
        return
    if isinstance(stated, list):
        for one in stated:
            yield from _objects(one, depth - 1)
    elif isinstance(stated, dict):
        types = stated.get("@type")
        if any(_ARTICLE_TYPE.search(str(one)) for one in _listed(types)):
            yield stated
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(stated.get(key), depth - 1)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """The name or names of a person or organisation in any of the shapes JSON-LD allows."""
    names = [
        _text(one.get("name")) if isinstance(one, dict) else _text(one) for one in _listed(value)
    ]
    return ", ".join(name for name in names if name) or None
