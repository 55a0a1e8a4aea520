"""The inside of the sandbox: `python -m ingest.sandboxed KIND GIVEN MADE`.

Limits itself, reads the file GIVEN and writes the page, or the error's code, to MADE as JSON.
"""

import dataclasses
import json
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.errors import InputError, ParserLimit
from ingest.readers.docx import read_docx
from ingest.readers.hwp import read_hwp
from ingest.readers.hwpml import read_hwpml
from ingest.readers.page import Page
from ingest.readers.pdf import read_pdf
from ingest.sandbox import MEMORY_BYTES, OUTPUT_BYTES, SECONDS
from ingest.sniff import Kind

READERS: Mapping[Kind, Callable[[Path], Page]] = {
    Kind.PDF: read_pdf,
    Kind.DOCX: read_docx,
    Kind.HWP: read_hwp,
    Kind.HWPX: read_hwp,
    Kind.HWPML: read_hwpml,
}


def main(kind: str, given: str, made: str) -> None:
    """Read one file within the limits."""
    limit()
    try:
        page = READERS[Kind(kind)](Path(given))
        dropped = [dataclasses.astuple(one) for one in page.dropped]
        found = {"text": page.text, "facts": page.facts.written(), "dropped": dropped}
    except InputError as error:
        found = {"error": error.code, "message": str(error)}
    except MemoryError:
        found = {"error": ParserLimit.code, "message": f"the {kind} needs too much memory to read"}
    Path(made).write_text(json.dumps(found), encoding="utf-8")


def limit() -> None:
    """Take the limits upon this process; they cannot be lifted again."""
    for what, most in (
        (resource.RLIMIT_CPU, int(SECONDS)),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(*sys.argv[1:])
