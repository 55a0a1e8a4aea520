"""PDF by pdfium: the text of its pages, lines put together to paragraphs. Runs in the sandbox."""

import re
from pathlib import Path

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.readers.page import Page
from ingest.readers.text import read_text

# Where a word was parted at the end of a line, pdfium leaves one of these in place of the hyphen.
_PARTED = re.compile("[\u0002\u00ad\ufffe]\n?")


def read_pdf(path: Path) -> Page:
    """The pages' text, one after the other. Raises EncryptedDocument or DamagedDocument.

    What a PDF says of its title is often the name of the program that made it, and is left out.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedDocument("the PDF asks for a password") from error
        raise DamagedDocument(f"the PDF cannot be read: {error}") from error
    with document:
        pages = [_text(page) for page in document]
    return read_text("\n\n".join(page for page in pages if page))


def _text(page: object) -> str:
    text: str = page.get_textpage().get_text_range()  # type: ignore[attr-defined] # untyped
    return _PARTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
