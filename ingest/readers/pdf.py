"""PDF by pdfium: the text of its pages, lines put together to paragraphs. Runs in the sandbox."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ingest.document import Dropped
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.facts import Facts
from ingest.properties import file_facts
from ingest.readers.page import SOFT_BREAK, Page
from ingest.readers.pdf_lines import lines
from ingest.readers.pdf_paragraphs import paragraphs
from ingest.readers.running_lines import without_running_lines
from ingest.reasons import Reason

# Where a word was parted at the end of a line, pdfium leaves one of these in place of the hyphen.
_PARTED = re.compile(f"[\u0002\u00ad\ufffe]{SOFT_BREAK}?")
_DATE = re.compile(r"(?:D:)?(\d{14})(Z|[+-]\d{2}'?\d{2})?")


def read_pdf(path: Path) -> Page:
    """The pages' text, one after the other. Raises EncryptedDocument or DamagedDocument.

    What runs along the head or foot of most pages is reported as dropped.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedDocument("the PDF asks for a password") from error
        raise DamagedDocument(f"the PDF cannot be read: {error}") from error
    with document:
        try:
            printed = [lines(page.get_textpage()) for page in document]
        except pypdfium2.PdfiumError as error:
            raise DamagedDocument(f"a page of the PDF cannot be read: {error}") from error
        facts = _properties(document.get_metadata_dict())
    kept, running = without_running_lines(printed)
    dropped = tuple(Dropped(line.text, Reason.RUNNING) for line in running)
    return Page(_PARTED.sub("", paragraphs(kept)), facts, dropped=dropped)


def _properties(written: Mapping[str, str]) -> Facts:
    return file_facts(
        title=written.get("Title"),
        author=written.get("Author"),
        created=_moment(written.get("CreationDate", "")),
        saved=_moment(written.get("ModDate", "")),
    )


def _moment(written: str) -> datetime | None:
    """A date as PDF writes it: D:20261122093000+09'00'."""
    found = _DATE.match(written)
    if not found:
        return None
    numbers, zone = found.groups()
    offset = zone.replace("'", "").replace("Z", "+0000")[:5] if zone else "+0900"
    try:
        return datetime.strptime(f"{numbers}{offset}", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
