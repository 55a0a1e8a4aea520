"""Replies on the disk as they come, so that an interrupted run goes on where it stopped."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from eval.replies import Reply

_REPLY = TypeAdapter(Reply)


class Journal(Protocol):
    """Where replies are noted."""

    def known(self) -> Mapping[str, Reply]:
        """The replies noted before, by question id."""

    def note(self, reply: Reply) -> None:
        """Keep a reply."""


class _Nowhere:
    """Keeps nothing."""

    def known(self) -> Mapping[str, Reply]:
        return {}

    def note(self, reply: Reply) -> None:
        pass


NOWHERE: Journal = _Nowhere()


class FileJournal:
    """One line of JSON a reply.

    A line is written whole or, when the machine stops in the middle, left out at the next reading.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> Mapping[str, Reply]:
        """See Journal."""
        if not self._path.exists():
            return {}
        found = {}
        for line in self._path.read_bytes().splitlines():
            try:
                reply = _REPLY.validate_json(line)
            except ValidationError:
                continue  # cut short: that question is asked again
            found[reply.id] = reply
        return found

    def note(self, reply: Reply) -> None:
        """See Journal."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(b"\n" if self._is_torn() else b"")
            file.write(_REPLY.dump_json(reply) + b"\n")

    def finish(self) -> None:
        """The run is complete: the next one measures everything anew."""
        self._path.unlink(missing_ok=True)

    def _is_torn(self) -> bool:
        size = self._path.stat().st_size
        if size == 0:
            return False
        with self._path.open("rb") as file:
            file.seek(size - 1)
            return file.read(1) != b"\n"


def journal_path(folder: Path, subject: Mapping[str, object]) -> Path:
    """Name the journal of exactly this: another model, corpus, code or option has another."""
    text = json.dumps(subject, sort_keys=True, default=str)
    return folder / (hashlib.sha256(text.encode()).hexdigest()[:20] + ".jsonl")
