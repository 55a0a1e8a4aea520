"""The properties of Hangul files. Runs in the sandbox.

HWP 5 keeps them as OLE does (by olefile), HWPX in its package's table of contents.
"""

import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import InputError
from ingest.facts import Facts
from ingest.markup import parse_xml
from ingest.properties import file_facts
from ingest.timestamps import parse_datetime

_SUMMARY = "\x05HwpSummaryInformation"
# Numbers of the properties in it, as in every OLE summary.
_TITLE, _AUTHOR, _CREATED, _SAVED = 2, 4, 12, 13
_CONTENTS = "Contents/content.hpf"


def properties_of(path: Path) -> Facts:
    """What the file says of itself; nothing where that cannot be read."""
    import olefile

    if zipfile.is_zipfile(path):
        return _of_package(path)
    return _of_ole(path) if olefile.isOleFile(path) else Facts()


def _of_ole(path: Path) -> Facts:
    import olefile

    try:
        with olefile.OleFileIO(path) as file:
            if not file.exists(_SUMMARY):
                return Facts()
            found = file.getproperties(_SUMMARY, convert_time=True)
    except (OSError, ValueError, IndexError):
        return Facts()  # the text is what matters, and it was read
    return file_facts(
        title=_text(found.get(_TITLE)),
        author=_text(found.get(_AUTHOR)),
        created=_utc(found.get(_CREATED)),
        saved=_utc(found.get(_SAVED)),
    )


def _of_package(path: Path) -> Facts:
    try:
        with zipfile.ZipFile(path) as package:
            root = parse_xml(package.read(_CONTENTS), _CONTENTS)
    except (KeyError, zipfile.BadZipFile, zlib.error, InputError):
        return Facts()
    named = {one.get("name"): one.text or "" for one in root.iter("{*}meta")}
    title = next((one.text for one in root.iter("{*}title")), None)
    return file_facts(
        title=title,
        author=named.get("creator"),
        created=parse_datetime(named.get("CreatedDate", "")),
        saved=parse_datetime(named.get("ModifiedDate", "")),
    )


def _text(value: object) -> str | None:
    """A text property; Hangul counts its length in bytes, so that what follows is read too."""
    return value.partition("\0")[0] if isinstance(value, str) else None


def _utc(value: object) -> datetime | None:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None
