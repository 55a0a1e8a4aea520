"""ZIP archives: every file in them, after the archive as a whole was found to be safe."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.archive import check_archive, member_name
from ingest.containers.member import Budget, Member
from ingest.errors import (
    DamagedDocument,
    EncryptedDocument,
    InputError,
    UnsafeArchive,
    UnsupportedFormat,
)
from ingest.raw import is_hidden

# Only these unpack piece by piece; the others would have to be trusted with a piece's size.
_METHODS = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
_ENCRYPTED = 0x1
# No program writes such a member; a damaged archive may have one.
_NAMELESS = "unnamed"


def open_zip(content: bytes, budget: Budget) -> Iterator[Member]:
    """Its files in the order of the archive; a hidden folder comes once, as a whole.

    Raises UnsafeArchive or DamagedDocument.
    """
    check_archive(content)
    closed: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            name = member_name(info) or _NAMELESS
            hidden = _hidden_part(name)
            if hidden is None and not name.endswith("/"):
                yield Member(name, _content(archive, info, budget))
            elif hidden is not None and hidden not in closed:
                closed.add(hidden)
                yield Member(hidden, UnsupportedFormat("hidden files and folders are not read"))


def _hidden_part(name: str) -> str | None:
    """The path down to the first part of it that is hidden."""
    parts = PurePosixPath(name).parts
    at = next((at for at, part in enumerate(parts) if is_hidden(part)), None)
    return None if at is None else "/".join(parts[: at + 1])


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes | InputError:
    if info.flag_bits & _ENCRYPTED:
        return EncryptedDocument("the archive asks for a password")
    if info.compress_type not in _METHODS:
        return UnsupportedFormat(f"packed by method {info.compress_type}, which is not read")
    try:
        with archive.open(info) as stream:
            return budget.unpack(stream)
    except UnsafeArchive as error:
        return error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        return DamagedDocument(f"cannot be unpacked: {error}")
    except NotImplementedError as error:
        return UnsupportedFormat(f"cannot be unpacked: {error}")
