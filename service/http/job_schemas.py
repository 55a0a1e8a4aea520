"""The JSON of jobs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from service.jobs.job import Job
from service.outcomes import Item, Outcome


class ItemOut(BaseModel):
    """What became of one input of a job."""

    model_config = ConfigDict(from_attributes=True)

    source: str
    status: Outcome
    doc_id: str | None
    code: str | None
    message: str | None


class JobOut(BaseModel):
    """A job; `code` and `message` say why it failed or was interrupted."""

    job_id: str
    kind: str
    name: str
    size: int
    state: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    added: int
    updated: int
    unchanged: int
    failed: int
    reading: str | None
    code: str | None
    message: str | None

    @classmethod
    def of(cls, job: Job, reading: str | None) -> Self:
        """Describe a job, which is reading this now."""
        return cls(**_described(job, reading))


class JobWithItems(JobOut):
    """A job and a page of its outcomes, in the order in which they came; `total` counts them."""

    items: list[ItemOut]
    total: int
    limit: int
    offset: int

    @classmethod
    def of_page(
        cls, job: Job, reading: str | None, items: Sequence[Item], limit: int, offset: int
    ) -> Self:
        """Describe a job with some of its outcomes."""
        return cls(
            **_described(job, reading),
            items=[ItemOut.model_validate(item) for item in items],
            total=job.ended,
            limit=limit,
            offset=offset,
        )


class JobList(BaseModel):
    """One page of the jobs, newest first."""

    jobs: list[JobOut]
    total: int
    limit: int
    offset: int


def _described(job: Job, reading: str | None) -> dict[str, Any]:
    counts = {outcome.value: job.counts[outcome] for outcome in Outcome}
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "name": job.name,
        "size": job.size,
        "state": job.state,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        **counts,
        "reading": reading,
        "code": job.code,
        "message": job.message,
    }
