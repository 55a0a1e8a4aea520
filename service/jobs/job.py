"""What a job is, and where it stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import uuid4

from service.outcomes import Item, Outcome


class Kind(StrEnum):
    """What a job was given: a file as it was sent, a text with what was said of it, or a URL."""

    FILE = "file"
    TEXT = "text"
    URL = "url"


class State(StrEnum):
    """Where a job stands. An interrupted one goes on by itself when the service starts again."""

    QUEUED = "queued"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = frozenset([State.DONE, State.FAILED, State.CANCELLED])


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `code` and `message` say why it failed or was interrupted; `size` counts bytes.

    `crashes` counts how often the process died over it, so that one that kills it is given up.
    """

    job_id: str
    kind: Kind
    name: str
    size: int
    created_at: datetime
    state: State = State.QUEUED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    code: str | None = None
    message: str | None = None
    crashes: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in FINISHED

    @property
    def ended(self) -> int:
        """How many of its inputs have an outcome."""
        return self.counts.total()

    def counting(self, item: Item) -> "Job":
        """The job with one more outcome."""
        return replace(self, counts=self.counts + Counter([item.status]))

    def concluded(self, items: Iterable[Item]) -> "Job":
        """The job when every input has its outcome: failed when none of them could be used."""
        now = datetime.now(UTC)
        if self.counts[Outcome.FAILED] < self.ended:
            return replace(self, state=State.DONE, finished_at=now, code=None, message=None)
        first = next(iter(items), None)
        code, message = (first.code, first.message) if first else ("empty_document", "nothing came")
        return replace(self, state=State.FAILED, finished_at=now, code=code, message=message)


def new_job(kind: Kind, name: str, size: int) -> Job:
    """A job that waits for its turn; ids ascend with time, to the millisecond."""
    now = datetime.now(UTC)
    stamp = f"{now:%Y%m%dt%H%M%S}{now.microsecond // 1000:03}"
    return Job(f"{stamp}-{uuid4().hex[:8]}", kind, name, size, now)
