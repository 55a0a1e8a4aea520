"""Waiting for a job's end by looking now and then."""

import time
from collections.abc import Callable

from service.client.failure import RequestFailed
from service.http.job_schemas import JobOut

# Small jobs end within a second; a job of minutes needs no closer look than a person would take.
_FIRST_LOOK_SECONDS, _LONGEST_LOOK_SECONDS = 0.1, 2.0


def ended(
    look: Callable[[], JobOut], progress: Callable[[JobOut], None], wait_seconds: float
) -> None:
    """Return when the job is done, having told `progress` of every change that was seen.

    Raises RequestFailed when it ends otherwise or `wait_seconds` are over.
    """
    until = time.monotonic() + wait_seconds
    pause = _FIRST_LOOK_SECONDS
    told = None
    while True:
        job = look()
        if job != told:
            progress(job)
            told = job
        if job.state == "done":
            return
        _refuse(job)
        if time.monotonic() >= until:
            detail = f"job {job.job_id} is {job.state} after {wait_seconds:g} seconds, and goes on"
            raise RequestFailed("job_unfinished", detail)
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_LOOK_SECONDS)


def _refuse(job: JobOut) -> None:
    """Raise the reason why a job will not be done, or not until the service starts again."""
    if job.state == "cancelled":
        raise RequestFailed("job_cancelled", f"job {job.job_id} was called off")
    if job.code is not None and job.state in {"failed", "interrupted"}:
        raise RequestFailed(job.code, f"job {job.job_id} {job.state}: {job.message}")
