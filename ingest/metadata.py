"""What an HTML page says of its article for machines: JSON-LD, microdata, OpenGraph and meta tags.

And the page's <time> elements and title, where it has none of these.
"""

import html
import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, time

from lxml.html import HtmlElement

from ingest.facts import Facts
from ingest.headline import without_publisher
from ingest.linked_data import linked_facts
from ingest.origins import Confidence, StatedBy
from ingest.papers import is_paper
from ingest.timestamps import KOREA, parse_datetime

_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "article:publisher_name", "dc.publisher", "application-name")
_AUTHORS = ("article:author", "author", "dc.creator", "byl", "dable:author")
_SECTIONS = ("article:section", "og:article:section", "section", "dable:section")
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
_CHANGES = (
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "lastmod",
    "dc.date.modified",
)
_URLS = ("og:url",)
_HTTP = re.compile(r"https?://\S+\Z")
_CHANGED = re.compile(r"수정|업데이트|updated|modified", re.IGNORECASE)
# A shorter heading is a section's or a paper's name.
_HEADLINE_LENGTH = 8


def find_metadata(root: HtmlElement) -> Facts:
    """What a page states about its article; a date that names no offset is Korean time.

    Of several statements about one thing, JSON-LD's comes first, then microdata's, then the tags'.
    """
    tags = _meta_tags(root)
    stated = linked_facts(root).stated(StatedBy.JSON_LD, Confidence.HIGH)
    stated = stated.beside(_microdata(root).stated(StatedBy.MICRODATA, Confidence.HIGH))
    stated = stated.beside(_tagged(root, tags).stated(StatedBy.META, Confidence.HIGH))
    stated = stated.beside(_shown(root).stated(StatedBy.PAGE_TEXT, Confidence.MEDIUM))
    return stated.retitled(lambda title: without_publisher(title, stated.publisher))


def guess_date(root: HtmlElement) -> Facts:
    """The publication date htmldate reads from a page: midnight in Korea.

    For pages that state none in a way we read ourselves: it misreads "입력 2026년 11월 22일". Its
    extensive search stays off, which takes any year in the text for a date.
    """
    from htmldate import find_date

    found: str | None = find_date(deepcopy(root), extensive_search=False, original_date=True)
    day = parse_datetime(found) if found else None
    published = datetime.combine(day, time(), KOREA) if day else None
    return Facts(published_at=published).stated(StatedBy.DERIVED, Confidence.LOW)


def _tagged(root: HtmlElement, tags: Mapping[str, str]) -> Facts:
    return Facts(
        title=_first(tags, _TITLES),
        publisher=_name(_first(tags, _PUBLISHERS)),
        byline=_name(_first(tags, _AUTHORS)),
        section=_first(tags, _SECTIONS),
        published_at=_first_moment(tags, _DATES),
        modified_at=_first_moment(tags, _CHANGES),
        url=_url(root, tags),
    )


def _meta_tags(root: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name")
        content = html.unescape(meta.get("content") or "").strip()
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _microdata(root: HtmlElement) -> Facts:
    """What elements with an `itemprop` of schema.org's articles hold; the first of each counts."""
    found: dict[str, str] = {}
    for element in root.iter():
        name = element.get("itemprop") if isinstance(element.tag, str) else None
        if name:
            value = element.get("content") or element.get("datetime") or _words(element)
            found.setdefault(name.lower(), html.unescape(value).strip())
    return Facts(
        title=found.get("headline") or None,
        byline=_name(found.get("author")),
        section=found.get("articlesection") or None,
        published_at=_moment(found.get("datepublished")),
        modified_at=_moment(found.get("datemodified")),
    )


def _shown(root: HtmlElement) -> Facts:
    """The title and the <time> elements that the page shows."""
    published: datetime | None = None
    modified: datetime | None = None
    for element in root.iter("time"):
        at = _moment(element.get("datetime"))
        names = f"{element.text_content()} {element.get('class', '')} {element.get('itemprop', '')}"
        if _CHANGED.search(names):
            modified = modified or at
        else:
            published = published or at
    return Facts(title=_title_tag(root), published_at=published, modified_at=modified)


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _name(stated: str | None) -> str | None:
    """A person's or a paper's name: some sites put a profile's address there."""
    return None if not stated or _HTTP.match(stated) else stated


def _moment(stated: str | None) -> datetime | None:
    return parse_datetime(stated) if stated else None


def _first_moment(tags: Mapping[str, str], names: tuple[str, ...]) -> datetime | None:
    """The first that can be read: some sites fill a field with words."""
    return next((at for name in names if (at := _moment(tags.get(name)))), None)


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


def _url(root: HtmlElement, tags: Mapping[str, str]) -> str | None:
    canonical = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
    stated = (*canonical, _first(tags, _URLS))
    return next((url for url in stated if url and _HTTP.match(url)), None)
