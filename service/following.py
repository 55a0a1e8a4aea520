"""Keeps a service that only reads up with the process that writes, whether or not anybody asks."""

import threading
import time

import structlog

from index.corpus import Index
from ingest.errors import BriefingError

# What is stored elsewhere is found within two seconds: this long until it is noticed, and the rest
# for reading the new index. Looking costs one number out of the database.
PAUSE_SECONDS = 0.5
# After a failure, which a person has to see to: often enough to go on soon, too seldom to fill a
# log.
RETRY_SECONDS = 10.0

log = structlog.get_logger()


class Following:
    """Looks for what was stored in a thread of its own, from `start` to `close`."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, index: Index) -> None:
        """Begin to look."""
        self._thread = threading.Thread(target=self._look, args=(index,), name="following")
        self._thread.start()

    def close(self) -> None:
        """Stop, and wait until the index is not used any more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self, index: Index) -> None:
        pause = PAUSE_SECONDS
        while not self._stopping.wait(pause):
            started = time.monotonic()
            try:
                index.follow()
                # Taking up a large index takes long: no more than half of the time goes into it.
                pause = max(PAUSE_SECONDS, time.monotonic() - started)
            except BriefingError as error:
                log.error("following_failed", code=error.code, reason=str(error))
                pause = RETRY_SECONDS
