"""HWPML, the XML form of Hangul files, by lxml: paragraphs and tables. Runs in the sandbox."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.document import Dropped
from ingest.markup import parse_xml
from ingest.properties import file_facts
from ingest.readers.docx import CELLS
from ingest.readers.page import Page
from ingest.reasons import Reason
from ingest.timestamps import parse_datetime

# Printed on every page around the text: not part of what the document says.
_AROUND = {"HEADER": Reason.PAGE_HEADER, "FOOTER": Reason.PAGE_FOOTER}
_SPACES = {"TAB": " ", "NBSPACE": " ", "FWSPACE": " ", "LINEBREAK": "\n", "HYPEN": "-"}


def read_hwpml(path: Path) -> Page:
    """One paragraph or table row to a line. Raises what `parse_xml` does."""
    root = parse_xml(path.read_bytes(), "the HWPML file")
    summary = "./HEAD/DOCSUMMARY/"
    facts = file_facts(
        title=root.findtext(summary + "TITLE"),
        author=root.findtext(summary + "AUTHOR"),
        created=parse_datetime(root.findtext(summary + "DATE") or ""),
        saved=None,
    )
    dropped: list[Dropped] = []
    lines = [
        line for section in root.iterfind("./BODY/SECTION") for line in _lines(section, dropped)
    ]
    return Page("\n".join(lines), facts, dropped=tuple(dropped))


def _lines(holder: etree._Element, dropped: list[Dropped]) -> Iterator[str]:
    """The lines of every paragraph in an element; what is anchored in one comes behind its own."""
    for child in holder:
        if child.tag in _AROUND:
            dropped.extend(Dropped(line, _AROUND[child.tag]) for line in _lines(child, []))
        elif child.tag == "ROW":
            cells = (" ".join(_lines(cell, dropped)) for cell in child.iterfind("CELL"))
            if row := CELLS.join(cell for cell in cells if cell):
                yield row
        else:
            yield from _paragraph(child)
            yield from _lines(child, dropped)


def _paragraph(paragraph: etree._Element) -> Iterator[str]:
    """The text of an element itself, where it is a paragraph."""
    written = "".join(_characters(char) for char in paragraph.iterfind("./TEXT/CHAR"))
    yield from (line for part in written.split("\n") if (line := " ".join(part.split())))


def _characters(char: etree._Element) -> str:
    parts = [char.text or ""]
    for one in char:
        parts += [_SPACES.get(str(one.tag), ""), one.tail or ""]
    return "".join(parts)
