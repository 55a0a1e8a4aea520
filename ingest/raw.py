"""What is fetched and what is read: one input's bytes, or why there are none."""

from dataclasses import dataclass
from datetime import datetime

from ingest.errors import InputError

# Beside dot files: what systems and programs leave between documents, and no person wrote.
_LEFTOVERS = frozenset(["__MACOSX", "Thumbs.db", "desktop.ini"])
_LOCK_FILE = "~$"


@dataclass(frozen=True, slots=True)
class Raw:
    """One input's bytes: `source` is its identity, `name` what to call it in a message.

    `title` and `published_at` are what the place it was found in says of it (a feed, say); they
    count only where the input itself says nothing.
    """

    source: str
    name: str
    content: bytes
    url: str | None = None
    title: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """One input that could not be had, and why."""

    source: str
    error: InputError


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is none of a person's documents.

    >>> [is_hidden(name) for name in (".git", "..", "__MACOSX", "~$보고.docx", "보고.docx")]
    [True, False, True, True, False]
    """
    dotted = name.startswith(".") and name not in {".", ".."}
    return dotted or name in _LEFTOVERS or name.startswith(_LOCK_FILE)
