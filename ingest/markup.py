"""HTML and XML from anywhere, parsed by lxml: what they declare or point to is not read.

What libxml2 would cut short in silence (elements too deep, a text too long) is refused by name.
"""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.decode import decode
from ingest.errors import DamagedDocument, EmptyDocument, ParserLimit

# What stands between "<" and ">" of a start tag, as browsers part it: attributes with values in
# quotes, or with what reaches to the next space. Possessive, so that every character is met once.
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTE = rf"[\s/]*+[^\s/>=]++(?:\s*+=\s*+{_VALUE}?+)?+"
_START_TAG = re.compile(rf"<[a-zA-Z](?:{_ATTRIBUTE}|[\s/=])*+")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
# libxml2 looks through an element's attributes for each new one. So many looks take a second or
# two; pages have some thousand.
_LOOKS = 400_000_000
# A tag of fewer characters cannot have enough attributes to matter.
_LONG_TAG = 2_000
# XML's own beginnings: HTML's parser would take the end of a document type with entities for text.
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^<>\[]*\[[^\]]*\]\s*>)?", re.I)


def parse_html(text: str) -> HtmlElement:
    """The root element. Raises EmptyDocument, or ParserLimit where not all of it would be read."""
    if _looks(text) > _LOOKS:
        raise ParserLimit("the HTML's elements have too many attributes to read")
    parser = HTMLParser(no_network=True)
    try:
        root = document_fromstring(_PROLOGUE.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        _refuse_cut(parser, "the HTML")
        raise EmptyDocument("the HTML holds no element") from error
    _refuse_cut(parser, "the HTML")
    return root


def parse_xml(content: bytes, what: str, *, recover: bool = False) -> etree._Element:
    """The root element. The encoding is found, not believed: declarations are often wrong.

    `recover` passes over what is not well-formed. Raises DamagedDocument for what is no XML or
    declares entities, ParserLimit for what nests too deep, UndecodableText.
    """
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, recover=recover, huge_tree=False
    )
    try:
        root = etree.fromstring(decode(content, what).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        _refuse_cut(parser, what)
        raise DamagedDocument(f"{what} cannot be read: {error}") from error
    _refuse_cut(parser, what)
    if root is None:
        raise DamagedDocument(f"{what} holds no element")
    refuse_entities(root, what)
    return root


def refuse_entities(root: etree._Element, what: str) -> None:
    """Raises DamagedDocument where entities are declared: no office program writes them, and text
    that stands in one would be lost."""
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise DamagedDocument(f"{what} declares entities, which are not read")


def _refuse_cut(parser: etree._FeedParser, what: str) -> None:
    """Raises ParserLimit where the parser stopped at a limit of its own."""
    for entry in parser.error_log:
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise ParserLimit(f"{what} nests too deep or holds too long a text ({entry.message})")


def _looks(text: str) -> int:
    """How often an attribute is compared with another one of its element, about."""
    tags = (found[0] for found in _START_TAG.finditer(text) if len(found[0]) > _LONG_TAG)
    return sum(sum(1 for _ in _ATTRIBUTES.finditer(tag)) ** 2 for tag in tags)
