"""Hangul files (HWP 5, HWPX) by dochan: text and tables. Runs in the sandbox."""

import re
from pathlib import Path

from ingest.document import Dropped
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.readers.page import Page

# What dochan writes where a picture stands.
_PICTURE = re.compile(r"\[이미지: [^\]\n]*\]")


def read_hwp(path: Path) -> Page:
    """The text, one paragraph to a line. Raises EncryptedDocument or DamagedDocument.

    A part that cannot be read (a picture, an equation) is passed over as long as there is text.
    """
    from dochan import Dochan

    document = Dochan(str(path), revision_mode="preserve")
    text = document.to_plain_text()
    if not text.strip():
        problems = [str(problem) for problem in document.errors]
        if any("암호" in problem for problem in problems):
            raise EncryptedDocument("the Hangul file asks for a password")
        if problems:
            raise DamagedDocument(f"the Hangul file cannot be read: {problems[0]}")
    pictures = tuple(Dropped(found, "picture") for found in _PICTURE.findall(text))
    lines = (" ".join(line.split()) for line in _PICTURE.sub("", text).split("\n"))
    return Page("\n".join(line for line in lines if line), dropped=pictures)
