"""Word files by python-docx: paragraphs, tables, text boxes and notes. Runs in the sandbox.

python-docx opens the file; its elements are walked here, because its own paragraphs leave out what
was inserted under revision, what stands in content controls and in text boxes.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ingest.document import Dropped
from ingest.errors import DamagedDocument
from ingest.facts import Facts
from ingest.markup import parse_xml, refuse_entities
from ingest.properties import file_facts
from ingest.readers.page import Page
from ingest.reasons import Reason

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.coreprops import CoreProperties

# What python-docx lets through of a package whose parts are missing, cut or no XML.
_DAMAGES = (
    KeyError,
    ValueError,
    AttributeError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
)
# Between the cells of a row: a table is read, and cited, row by row.
CELLS = " | "
# Struck out under revision, and the second form of a text box for old programs.
_PASSED_OVER = frozenset(["del", "moveFrom", "Fallback"])
# In a run of text.
_WRITTEN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Parts of the package that hold text beside the body's: notes belong to it, the others do not.
_NOTES = frozenset(["footnotes", "endnotes"])
_BESIDE = {"header": Reason.PAGE_HEADER, "footer": Reason.PAGE_FOOTER, "comments": Reason.COMMENT}


def read_docx(path: Path) -> Page:
    """One paragraph or table row to a line, notes at the end.

    Page headers, page footers and comments are reported as dropped. Raises DamagedDocument.
    """
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(str(path))
        refuse_entities(document.element, "the Word file")
        lines = [*_lines(document.element.body)]
        dropped: list[Dropped] = []
        for kind, root in _parts(document):
            if kind in _NOTES:
                lines += _lines(root)
            else:
                dropped += [Dropped(line, _BESIDE[kind]) for line in _lines(root)]
        facts = _properties(document.core_properties)
    except (*_DAMAGES, OpcError) as error:
        raise DamagedDocument(f"the Word file cannot be read: {error}") from error
    return Page("\n".join(lines), facts, dropped=tuple(dict.fromkeys(dropped)))


def _properties(written: "CoreProperties") -> Facts:
    return file_facts(
        title=written.title,
        author=written.author,
        created=written.created,
        saved=written.modified,
    )


def _parts(document: "Document") -> Iterator[tuple[str, etree._Element]]:
    """The kind and the root of each part that holds text beside the body's."""
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in _NOTES | _BESIDE.keys():
            yield kind, parse_xml(relation.target_part.blob, "the Word file")


def _lines(holder: etree._Element) -> Iterator[str]:
    """The lines of everything in an element; a text box's come behind its paragraph's."""
    for child in holder:
        tag = _tag(child)
        if tag in _PASSED_OVER:
            continue
        if tag == "tr":
            cells = (" ".join(_lines(cell)) for cell in _cells(child))
            if row := CELLS.join(cell for cell in cells if cell):
                yield row
            continue
        if tag == "p":
            written = "".join(_written(child)).split("\n")
            yield from (line for part in written if (line := " ".join(part.split())))
        yield from _lines(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) not in _PASSED_OVER:
            yield from _cells(child)


def _written(element: etree._Element) -> Iterator[str]:
    """A paragraph's own text, without that of text boxes anchored in it."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _WRITTEN:
            yield _WRITTEN[tag]
        elif tag not in _PASSED_OVER and tag not in {"txbxContent", "pPr"}:
            yield from _written(child)


def _tag(element: etree._Element) -> str:
    """The name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
