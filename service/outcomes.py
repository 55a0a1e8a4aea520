"""What became of what was given to be stored, input by input."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import InputError


class Outcome(StrEnum):
    """What became of one input: see index.records.ChangeKind, or it failed."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KNOWN = "known"
    OLDER = "older"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One input's outcome: `doc_id` of the stored document that holds its text, which is another
    source's when it was known; `code` and `message` when it failed."""

    source: str
    status: Outcome
    doc_id: str | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Every input in the order it was met; a folder counts once for each file in it.

    `stopped` says that the run was asked to stop before it had met all of them.
    """

    items: tuple[Item, ...]
    stopped: bool = False

    @property
    def failed(self) -> tuple[Item, ...]:
        """The inputs that were not stored."""
        return tuple(item for item in self.items if item.status is Outcome.FAILED)

    def count(self, outcome: Outcome) -> int:
        """How many inputs ended that way."""
        return Counter(item.status for item in self.items)[outcome]

    def failures(self) -> dict[str, int]:
        """How many inputs failed by code, the most frequent first."""
        counted = Counter(item.code or InputError.code for item in self.failed)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
