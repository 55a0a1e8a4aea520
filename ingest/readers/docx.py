"""Word files by python-docx: paragraphs and tables as they come. Runs in the sandbox."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocument
from ingest.readers.page import Page

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

# Between the cells of a row: a table is read, and cited, row by row.
CELLS = " | "


def read_docx(path: Path) -> Page:
    """One paragraph or table row to a line. Raises DamagedDocument."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(str(path))
        lines = list(_lines(document.iter_inner_content()))
        title = document.core_properties.title.strip()
    except (OpcError, KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise DamagedDocument(f"the Word file cannot be read: {error}") from error
    return Page("\n".join(lines), title=title or None)


def _lines(blocks: "Iterable[Paragraph | Table]") -> Iterator[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                yield from _row(row.cells)
        else:
            yield " ".join(block.text.split())


def _row(cells: Iterable[object]) -> Iterator[str]:
    """A row's text; a cell that spans several columns comes once."""
    distinct = {id(cell._tc): cell for cell in cells}  # type: ignore[attr-defined] # merged cells share it
    texts = (" ".join(cell.text.split()) for cell in distinct.values())  # type: ignore[attr-defined]
    line = CELLS.join(text for text in texts if text)
    if line:
        yield line
