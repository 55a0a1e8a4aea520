"""What a ZIP claims to hold, looked at before anything takes it apart."""

import io
import zipfile
from pathlib import PurePosixPath

from ingest.errors import DamagedDocument, UnsafeArchive

# A press release with pictures has some hundred members; a bomb has ratios in the thousands.
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
# Below this a ratio says nothing: a kilobyte of blanks packs to a few bytes.
_SMALL = 1024 * 1024


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
        if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
            raise UnsafeArchive(f"{member.filename!r} unpacks to {member.file_size} bytes")
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
            raise UnsafeArchive(f"{member.filename!r} leads out of the archive")
