"""A watched folder inside the service: the same process writes for it and for everybody else."""

import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from index.corpus import Index
from ingest.errors import BriefingError, SourceNotFound
from service.background import step_back
from service.outcomes import Item, Outcome
from service.watching import FolderWatch, Follower

# After a failure of the index or the disk, which a person has to see to.
RETRY_SECONDS = 60.0

log = structlog.get_logger()


class Patrol:
    """Looks at a folder in a thread of its own, from `start` to `close`."""

    def __init__(
        self,
        folder: Path,
        max_bytes: int,
        on_ended: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._on_ended = on_ended
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, index: Index) -> None:
        """Begin to look. The folder need not be there yet."""
        follower = _Logged(self._stopping, self._on_ended)
        watch = FolderWatch(index, self._folder, follower, max_bytes=self._max_bytes)
        self._thread = threading.Thread(target=self._walk, args=(watch,), name="watching")
        self._thread.start()

    def stop(self) -> None:
        """Ask it to come to an end, without waiting for it."""
        self._stopping.set()

    def close(self) -> None:
        """Stop, and wait until nothing is being stored any more."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    def _walk(self, watch: FolderWatch) -> None:
        step_back()
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                watch.look()
                pause = watch.pause
            except BriefingError as error:
                log.error("watching_failed", code=error.code, reason=str(error))
                pause = RETRY_SECONDS


class _Logged(Follower):
    """One line of the log a change."""

    def __init__(self, stopping: threading.Event, on_ended: Callable[[Outcome], None]) -> None:
        self._stopping = stopping
        self._on_ended = on_ended

    def ended(self, item: Item) -> None:
        """Unchanged files are counted, and no news."""
        self._on_ended(item.status)
        if item.status is Outcome.FAILED:
            log.warning("file_failed", source=item.source, code=item.code, reason=item.message)
        elif item.status is not Outcome.UNCHANGED:
            log.info("file_read", source=item.source, status=item.status, doc_id=item.doc_id)

    def stopping(self) -> bool:
        return self._stopping.is_set()

    def removed(self, source: str, doc_id: str) -> None:
        log.info("file_removed", source=source, doc_id=doc_id)

    def out_of_reach(self, error: SourceNotFound) -> None:
        log.warning("folder_out_of_reach", code=error.code, reason=str(error))

    def back(self) -> None:
        log.info("folder_back")

    def held_back(self, count: int) -> None:
        log.warning("removals_held_back", documents=count)
