"""What an XML file is, by its root element; nothing of it is parsed to find out."""

import re

# Comments, a declaration and a document type may stand before the root; this much of them.
_HEAD_BYTES = 65_536
_ROOT = re.compile(
    r"\A\ufeff?\s*(?P<declared><\?xml\s[^>]{0,200}>)?"
    r"(?>(?:\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^<>\[]{0,500}(?:\[.*?\]\s*)?>)*)"
    r"<(?:[\w.-]{1,60}:)?(?P<root>[A-Za-z_][\w.-]{0,60})[\s/>]",
    re.DOTALL | re.IGNORECASE,
)
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def xml_root(content: bytes) -> tuple[str, bool] | None:
    """The root element's name without its prefix, and whether it is declared to be XML.

    None for what does not begin with an element.

    >>> xml_root(b'<?xml version="1.0"?><rdf:RDF>')
    ('RDF', True)
    """
    encoding = _WIDE.get(content[:2], "latin-1")
    head = content[:_HEAD_BYTES].decode(encoding, "replace").removeprefix("\xef\xbb\xbf")
    found = _ROOT.match(head)
    return (found["root"], found["declared"] is not None) if found else None
