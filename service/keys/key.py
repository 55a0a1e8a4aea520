"""What a key is: a name, what it allows, and the hash of a secret that is kept nowhere."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

# Tells people, and scanners for leaked secrets, what they have found.
PREFIX = "briefing_"
# As many as anybody could want to guess; so many need no slow hash, and no salt to tell them apart.
_SECRET_BYTES = 32
MAX_NAME_CHARS = 64


class Scope(StrEnum):
    """What a key allows: asking and reading, or everything."""

    READ = "read"
    WRITE = "write"


class ApiKey(BaseModel):
    """A key as it is stored; `sha256` is of its secret, in hexadecimal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_id: str
    name: str
    scope: Scope
    created_at: datetime
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


def new_key(name: str, scope: Scope) -> tuple[ApiKey, str]:
    """Make a key and its secret, which nothing leads back to."""
    secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    key_id, now = secrets.token_hex(4), datetime.now(UTC).replace(microsecond=0)
    return ApiKey(
        key_id=key_id, name=name, scope=scope, created_at=now, sha256=_sha256(secret)
    ), secret


def key_of(secret: str, keys: Sequence[ApiKey]) -> ApiKey | None:
    """The key that a secret is of; how long that takes says nothing about how near it came."""
    given, found = _sha256(secret), None
    for key in keys:
        if hmac.compare_digest(given, key.sha256):
            found = key
    return found


def is_name(text: str) -> bool:
    r"""Whether a key can be called so: one line that can be read back from a list or a log.

    >>> is_name("evening edition"), is_name("two\nlines"), is_name(" ")
    (True, False, False)
    """
    return text.isprintable() and text.strip() == text and 0 < len(text) <= MAX_NAME_CHARS


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
