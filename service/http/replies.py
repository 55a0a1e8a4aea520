"""Replies that are kept for a day, so that a request sent again gets the one it missed."""

import threading
import time
from pathlib import Path
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import StorageFailed
from index.files import replace_text

# Whoever has not asked again by then has given up, or has started anew.
KEEP_SECONDS = 24 * 60 * 60
# Of one or two kilobytes each.
MAX_REPLIES = 1000

log = structlog.get_logger()


class Reply(BaseModel):
    """What was answered; `request` is the fingerprint of what was asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    request: str
    status: int
    headers: dict[str, str]
    body: dict[str, Any]


class Replies:
    """One file a reply below `root`, the newest `limit` of them, none older than a day.

    `name` is a file's name. Blocking; every method raises StorageFailed when the disk refuses.
    """

    def __init__(self, root: Path, limit: int = MAX_REPLIES) -> None:
        self._root = root
        self._limit = limit
        self._lock = threading.Lock()

    def find(self, name: str) -> Reply | None:
        """The reply of that name, or None."""
        path = self._root / name
        try:
            with self._lock:
                self._forget()
                return Reply.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            log.warning("reply_unreadable", path=str(path), errors=error.error_count())
            return None
        except OSError as error:
            raise StorageFailed(f"{path}: {error.strerror or error}") from error

    def keep(self, name: str, reply: Reply) -> None:
        """Keep a reply: it is on the disk when this returns."""
        try:
            with self._lock:
                self._root.mkdir(parents=True, exist_ok=True)
                replace_text(self._root / name, reply.model_dump_json())
                self._forget()
        except OSError as error:
            raise StorageFailed(f"{self._root}: {error.strerror or error}") from error

    def _forget(self) -> None:
        """Remove what is too old or too many."""
        if not self._root.exists():
            return
        written = sorted((path.stat().st_mtime, path) for path in self._root.iterdir())
        oldest = time.time() - KEEP_SECONDS
        many = len(written) - self._limit
        for number, (moment, path) in enumerate(written):
            if moment < oldest or number < many:
                path.unlink(missing_ok=True)
