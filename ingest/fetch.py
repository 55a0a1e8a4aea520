"""stub."""
from dataclasses import dataclass

MAX_BYTES = 20 * 1024 * 1024

@dataclass(frozen=True, slots=True)
class Raw:
    """One input's bytes and where they came from."""

    source: str
    name: str
    content: bytes
    url: str | None = None
