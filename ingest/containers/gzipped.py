"""Files packed by gzip: one member, without the ending."""

import gzip
import io
import zlib
from collections.abc import Iterator

from ingest.containers.member import Budget, Member
from ingest.errors import DamagedDocument


def open_gzip(content: bytes, budget: Budget) -> Iterator[Member]:
    """What is packed in it. Raises DamagedDocument or UnsafeArchive."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            unpacked = budget.unpack(stream)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedDocument(f"cannot be unpacked: {error}") from error
    yield Member("unpacked", unpacked)
