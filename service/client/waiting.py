"""Waiting for a job's end by looking now and then."""

import time
from collections.abc import Callable

from service.client.failure import RequestFailed
from service.http.job_schemas import JobOut

Progress = Callable[[JobOut], None]

# An archive of a year's press releases takes about as long.
WAIT_SECONDS = 3600.0
# Small jobs end within a second; a job of minutes needs no closer look than a person would take.
_FIRST_LOOK_SECONDS, _LONGEST_LOOK_SECONDS = 0.1, 2.0


class Watch:
    """Watches a job for `wait_seconds` and tells `progress` of every change that is seen."""

    def __init__(self, progress: Progress | None, wait_seconds: float) -> None:
        self._progress, self._wait_seconds = progress, wait_seconds
        self._until = time.monotonic() + wait_seconds
        self._pause = _FIRST_LOOK_SECONDS
        self._told: JobOut | None = None

    def pause(self, job: JobOut) -> float | None:
        """Seconds until the job is looked at again; None: it is done.

        Raises RequestFailed when it has ended otherwise or the time is over.
        """
        if job != self._told and self._progress is not None:
            self._progress(job)
        self._told = job
        if job.state == "done":
            return None
        _refuse(job)
        if time.monotonic() >= self._until:
            waited = f"{self._wait_seconds:g} seconds"
            detail = f"job {job.job_id} is {job.state} after {waited}, and goes on"
            raise RequestFailed("job_unfinished", detail)
        pause, self._pause = self._pause, min(self._pause * 1.5, _LONGEST_LOOK_SECONDS)
        return pause


def _refuse(job: JobOut) -> None:
    """Raise the reason why a job will not be done, or not until the service starts again."""
    if job.state == "cancelled":
        raise RequestFailed("job_cancelled", f"job {job.job_id} was called off")
    if job.code is not None and job.state in {"failed", "interrupted"}:
        raise RequestFailed(job.code, f"job {job.job_id} {job.state}: {job.message}")
