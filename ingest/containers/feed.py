"""RSS and Atom feeds and sitemaps: the documents they name, and what they say of each."""

import html
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree

from ingest.containers.member import Link
from ingest.decode import normalise
from ingest.markup import parse_xml
from ingest.timestamps import parse_datetime

# An entry of RSS (all versions), Atom, a sitemap, an index of sitemaps.
_ENTRIES = frozenset(["item", "entry", "url", "sitemap"])
# A sitemap's <lastmod> is no day of publication; what a news sitemap states is one.
_DATES = ("pubDate", "published", "publication_date", "date", "updated")


def read_feed(content: bytes, url: str | None) -> Iterator[Link]:
    """The links in a feed in its order, relative ones completed from `url`.

    What is not well-formed (an "&" by itself) is passed over. Raises what `parse_xml` does.
    """
    for entry in parse_xml(content, "the feed", recover=True).iter():
        if _tag(entry) in _ENTRIES and (address := _address(entry)):
            yield Link(urljoin(url or "", address), _title(entry), _published(entry))


def _tag(element: etree._Element) -> str | None:
    """The name without its namespace: feeds mix and misdeclare these."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else None


def _address(entry: etree._Element) -> str | None:
    for child in entry:
        if _tag(child) == "loc" or (_tag(child) == "link" and not child.get("href")):
            address = _text(child)
        elif _tag(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = child.get("href").strip()
        else:
            continue
        if address:
            return str(address)
    permalinks = (
        _text(child)
        for child in entry
        if _tag(child) == "guid" and child.get("isPermaLink", "true") == "true"
    )
    return next((address for address in permalinks if address), None)


def _title(entry: etree._Element) -> str | None:
    found = _first(entry, "title")
    return html.unescape(found) if found else None


def _published(entry: etree._Element) -> datetime | None:
    stated = (_first(entry, name) for name in _DATES)
    return next((moment for text in stated if text and (moment := parse_datetime(text))), None)


def _first(entry: etree._Element, name: str) -> str | None:
    """The text of the first element below an entry that is called so."""
    return next((_text(one) for one in entry.iter() if _tag(one) == name), None)


def _text(element: etree._Element) -> str:
    return " ".join(normalise("".join(element.itertext())).split())
