"""Binary formats are parsed in a process of their own, with limits on its time, memory and output.

Their parsers are large, some of them in C, and the files come from anywhere: one that hangs, eats
memory or crashes its process must cost one document and nothing else.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.archive import check_archive
from ingest.document import Dropped
from ingest.errors import (
    DamagedDocument,
    EncryptedDocument,
    InputError,
    ParserLimit,
    UndecodableText,
)
from ingest.facts import Facts
from ingest.origins import Confidence, StatedBy
from ingest.readers.page import Page
from ingest.sniff import Kind

SECONDS = 60.0
# Beside processor time a parser may wait for the disk; this ends it in any case.
_WALL_SECONDS = 2 * SECONDS
MEMORY_BYTES = 2 * 1024**3
OUTPUT_BYTES = 64 * 1024**2

KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.HWP, Kind.HWPX, Kind.HWPML})
_ZIPPED = frozenset({Kind.DOCX, Kind.HWPX})
_ERRORS: dict[str, type[InputError]] = {
    error.code: error
    for error in (EncryptedDocument, DamagedDocument, ParserLimit, UndecodableText)
}


def parse(kind: Kind, content: bytes, name: str) -> Page:
    """The page in some bytes of one of KINDS.

    Raises EncryptedDocument, DamagedDocument, UnsafeArchive, or ParserLimit for a file that would
    take too much of the machine.
    """
    try:
        if kind in _ZIPPED:
            check_archive(content)
        return _parse(kind, content)
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error


def _parse(kind: Kind, content: bytes) -> Page:
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        given, made = Path(folder, "given" + _SUFFIXES[kind]), Path(folder, "made.json")
        given.write_bytes(content)
        done = _run(kind, given, made)
        try:
            found = json.loads(made.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _end(done, kind) from error
    if "error" in found:
        raise _ERRORS[found["error"]](found["message"])
    # An office's file is no copy of a news page, whatever its lines look like.
    dropped = tuple(Dropped(text, reason) for text, reason in found["dropped"])
    facts = Facts.read(found["facts"]).stated(StatedBy.FILE_PROPERTIES, Confidence.LOW)
    return Page(found["text"], facts, furnished=False, dropped=dropped)


# Some parsers want a name to go by.
_SUFFIXES = {
    Kind.PDF: ".pdf",
    Kind.DOCX: ".docx",
    Kind.HWP: ".hwp",
    Kind.HWPX: ".hwpx",
    Kind.HWPML: ".hml",
}


def _run(kind: Kind, given: Path, made: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-m", "ingest.sandboxed", kind, str(given), str(made)]
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_WALL_SECONDS,
            check=False,
            # Ctrl-C is for the run that waits for this, and must not make a bad file of a good one.
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(given.parent)},
            cwd=given.parent,
        )
    except subprocess.TimeoutExpired as error:
        raise ParserLimit(f"the {kind} took longer than {_WALL_SECONDS:.0f} s to read") from error


def _end(done: subprocess.CompletedProcess[bytes], kind: Kind) -> InputError:
    """What the parser's end without a word means."""
    if done.returncode < 0:
        return ParserLimit(f"reading the {kind} was ended by signal {-done.returncode}")
    return DamagedDocument(f"the {kind} cannot be read: its parser ended with {done.returncode}")
