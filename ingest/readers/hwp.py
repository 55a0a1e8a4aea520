"""Hangul files (HWP 5, HWPX) by dochan: text and tables. Runs in the sandbox."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.document import Dropped
from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.readers.hwp_properties import properties_of
from ingest.readers.page import Page
from ingest.reasons import Reason

if TYPE_CHECKING:
    from dochan import Dochan

# What dochan writes where a picture stands.
_PICTURE = re.compile(r"\[이미지: [^\]\n]*\]")
# dochan's types of what is printed around every page, or on none: no part of what is said.
_BESIDE = {
    "header": Reason.PAGE_HEADER,
    "footer": Reason.PAGE_FOOTER,
    "comment": Reason.HIDDEN_COMMENT,
}


def read_hwp(path: Path) -> Page:
    """The text, one paragraph to a line, notes to tables at the end.

    Raises EncryptedDocument or DamagedDocument.

    Page headers, page footers and hidden comments are reported as dropped, unless there is nothing
    else. A part that cannot be read (a picture, an equation) is passed over as long as there is
    text.
    """
    from dochan import Dochan

    document = Dochan(str(path), revision_mode="preserve")
    whole = document.to_plain_text()
    if not whole.strip():
        _refuse([str(problem) for problem in document.errors])
    beside = _take_beside(document)
    notes, comments = _inner_notes(document)
    text = "\n".join([document.to_plain_text(), *notes])
    if not text.strip():
        text, beside = whole, []
    pictures = [Dropped(found, Reason.PICTURE) for found in _PICTURE.findall(text)]
    lines = (" ".join(line.split()) for line in _PICTURE.sub("", text).split("\n"))
    return Page(
        "\n".join(line for line in lines if line),
        properties_of(path),
        dropped=(*beside, *comments, *pictures),
    )


def _refuse(problems: list[str]) -> None:
    """Say why there is no text, if dochan knows."""
    if any("암호" in problem for problem in problems):
        raise EncryptedDocument("the Hangul file asks for a password")
    if problems:
        raise DamagedDocument(f"the Hangul file cannot be read: {problems[0]}")


def _take_beside(document: "Dochan") -> list[Dropped]:
    """Take what stands beside the text out of the document."""
    taken: list[Dropped] = []
    for section in document.doc.sections:
        kept = []
        for element in section.elements:
            reason = _BESIDE.get(getattr(element, "type", None) or "")
            if reason is None:
                kept.append(element)
            elif text := " ".join(element.text.split()):
                taken.append(Dropped(text, reason))
        section.elements = kept
    return taken


def _inner_notes(document: "Dochan") -> tuple[list[str], list[Dropped]]:
    """Notes and hidden comments in tables and captions, whose text dochan leaves out."""
    told = {id(element) for section in document.doc.sections for element in section.elements}
    notes, comments = [], []
    for note in document.doc.find_all("note"):
        text = " ".join(note.text.split())
        if not text or id(note) in told:
            continue
        if reason := _BESIDE.get(note.type):
            comments.append(Dropped(text, reason))
        else:
            notes.append(text)
    return notes, comments
