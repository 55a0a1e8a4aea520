"""What a ZIP claims to hold, looked at before anything takes it apart."""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

from ingest.decode import decode_name
from ingest.errors import DamagedDocument, UnsafeArchive

# A press release with pictures has some hundred members; a bomb has ratios in the thousands.
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
# Below this a ratio says nothing: a kilobyte of blanks packs to a few bytes.
_SMALL = 1024 * 1024
_DRIVE = re.compile(r"[A-Za-z]:")
# Bit 11 of a member's flags: its name is in UTF-8.
_UTF8_NAME = 0x800


def check_archive(content: bytes) -> None:
    """Raises UnsafeArchive for one with too many or too large members or with paths that lead out,
    DamagedDocument for one that cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DamagedDocument(f"the archive cannot be opened: {error}") from error
    if len(members) > MAX_MEMBERS:
        raise UnsafeArchive(f"{len(members)} members, at most {MAX_MEMBERS} are read")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnsafeArchive(f"{unpacked} bytes unpacked, at most {MAX_UNPACKED_BYTES} are read")
    for member in members:
        name = member_name(member)
        if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
            raise UnsafeArchive(f"{name!r} unpacks to {member.file_size} bytes")
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or _DRIVE.match(name):
            raise UnsafeArchive(f"{name!r} leads out of the archive")


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's path as its writer meant it, with forward slashes, in NFC.

    Names that are not declared as UTF-8 are in the writer's own encoding, whatever the standard
    says: macOS writes UTF-8, Korean Windows CP949.
    """
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME:
        name = decode_name(name.encode("cp437")) or name
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
