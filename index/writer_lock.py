"""One writing process per data directory, by an advisory lock the system drops at any exit."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from index.errors import StoreBusy


class WriterLock:
    """Holds a data directory for writing until closed, or until the process ends in any way."""

    def __init__(self, path: Path) -> None:
        """Take the lock, making its folder if need be.

        Raises StoreBusy when another holder lives, in this process or another.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreBusy(
                f"{path.parent} is open for writing elsewhere (a running `briefing serve`, "
                "`watch` or `ingest`?), and only one process may write; end that one first, send "
                "the documents to the service, or start that with `--watch FOLDER`"
            ) from error

    def close(self) -> None:
        """Let the next writer in. Closing twice is harmless."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
