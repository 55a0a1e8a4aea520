"""Named places where a test may stop the process dead, to prove that nothing is lost there."""

import os
from enum import StrEnum

ARMED_BY = "BRIEFING_CRASH_AT"
# No shell, signal or Python error uses this status, so a test knows that the point was reached.
EXIT_STATUS = 86


class CrashPoint(StrEnum):
    """Every step after which what is on disk differs."""

    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"
    SNAPSHOT_WRITE = "snapshot-write"
    BEFORE_RENAME = "before-rename"
    AFTER_RENAME = "after-rename"
    BEFORE_POINTER = "before-pointer"
    AFTER_POINTER = "after-pointer"
    BACKUP_COPIED = "backup-copied"
    BACKUP_WRITTEN = "backup-written"
    RESTORE_ARRIVED = "restore-arrived"
    RESTORE_MOVED = "restore-moved"
    RESTORE_MADE_ROOM = "restore-made-room"


_reached: dict[str, int] = {}


def reach(point: CrashPoint) -> None:
    """Exit at once, without cleaning up, where the environment names this point.

    `BRIEFING_CRASH_AT=before-commit` stops at the first time, `before-commit:3` at the third.
    """
    armed = os.environ.get(ARMED_BY)
    if not armed:
        return
    name, _, count = armed.partition(":")
    if name == point:
        _reached[name] = _reached.get(name, 0) + 1
        if _reached[name] == int(count or 1):
            os._exit(EXIT_STATUS)
