"""PDF by pdfium: the text of its pages, lines put together to paragraphs. Runs in the sandbox."""

import re
from pathlib import Path

from ingest.document import Dropped
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.readers.page import SOFT_BREAK, Page
from ingest.readers.pdf_lines import lines
from ingest.readers.pdf_paragraphs import paragraphs
from ingest.readers.running_lines import without_running_lines

# Where a word was parted at the end of a line, pdfium leaves one of these in place of the hyphen.
_PARTED = re.compile(f"[\u0002\u00ad\ufffe]{SOFT_BREAK}?")


def read_pdf(path: Path) -> Page:
    """The pages' text, one after the other. Raises EncryptedDocument or DamagedDocument.

    What runs along the head or foot of most pages is reported as dropped. What a PDF says of its
    title is often the name of the program that made it, and is left out.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedDocument("the PDF asks for a password") from error
        raise DamagedDocument(f"the PDF cannot be read: {error}") from error
    with document:
        printed = [lines(page.get_textpage()) for page in document]
    kept, running = without_running_lines(printed)
    dropped = tuple(Dropped(line.text, "page header or footer") for line in running)
    return Page(_PARTED.sub("", paragraphs(kept)), dropped=dropped)
