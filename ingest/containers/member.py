"""What a container holds, and how much may be taken out of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ingest.archive import MAX_MEMBERS, MAX_UNPACKED_BYTES
from ingest.errors import InputError, TooManyLinks, UnsafeArchive

# More than a day's output of a news agency; a sitemap may list a site's whole history, which is not
# fetched because somebody named its address.
MAX_LINKS = 1_000
# Read at a time: what a packed stream unpacks to is counted before the next piece is asked for.
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Member:
    """One thing in a container: its bytes, or why they cannot be had."""

    name: str
    content: bytes | InputError


@dataclass(frozen=True, slots=True)
class Link:
    """One document a feed names, and what the feed says of it."""

    url: str
    title: str | None = None
    published_at: datetime | None = None


class Readable(Protocol):
    """A stream that unpacks no more than it is asked for."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(slots=True)
class Budget:
    """What is left to take out of one input, however deep its containers are nested."""

    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED_BYTES
    links: int = MAX_LINKS

    def take_member(self) -> None:
        """Raises UnsafeArchive where one more would be too many."""
        self.members -= 1
        if self.members < 0:
            raise UnsafeArchive(f"more than {MAX_MEMBERS} members in one input")

    def take_links(self, links: Sequence[Link]) -> Iterator[Link]:
        """As many of them as are left. Raises TooManyLinks behind the last, if there are more."""
        for number, link in enumerate(links):
            if self.links == 0:
                raise TooManyLinks(
                    f"{len(links) - number} of its {len(links)} links are not followed"
                )
            self.links -= 1
            yield link

    def unpack(self, stream: Readable) -> bytes:
        """Everything in a stream, whatever its header claims. Raises UnsafeArchive."""
        return b"".join(self._pieces(stream))

    def _pieces(self, stream: Readable) -> Iterator[bytes]:
        while piece := stream.read(_PIECE):
            self.unpacked -= len(piece)
            if self.unpacked < 0:
                raise UnsafeArchive(f"one input unpacks to more than {MAX_UNPACKED_BYTES} bytes")
            yield piece
