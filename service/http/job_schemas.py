"""The JSON of jobs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from service.http.described import Limit, Offset, Total
from service.http.problem_kinds import kind_of
from service.jobs.job import Job
from service.outcomes import Item, Outcome


class ItemOut(BaseModel):
    """What became of one input of a job; `message_ko` is a short sentence for the code."""

    source: str = Field(
        description="the document; a member of an archive is named by both, as in "
        "`monday.zip/inner/a.hwp`"
    )
    status: Outcome = Field(description="what became of it")
    doc_id: str | None = Field(description="the document that is stored; null where none is")
    code: str | None = Field(description="why it cannot be used; null where it can")
    message: str | None = Field(description="the same as a sentence")
    message_ko: str | None = Field(description="a short sentence in Korean for the code")

    @classmethod
    def of(cls, item: Item) -> Self:
        """Describe an outcome."""
        return cls(**asdict(item), message_ko=_korean(item.code))


class JobOut(BaseModel):
    """A job; `code` and `message` say why it failed or was interrupted."""

    job_id: str = Field(description="ids sort by the time they were given")
    kind: str = Field(description="`file`, `text` or `url`")
    name: str = Field(description="what was sent is called")
    size: int = Field(description="its bytes")
    state: str = Field(
        description="`queued`, `running`, `interrupted` (goes on at the next start), and then "
        "`done`, `failed` or `cancelled`"
    )
    created_at: datetime = Field(description="when it was handed in")
    started_at: datetime | None = Field(description="its latest start; null until then")
    finished_at: datetime | None = Field(description="its end; null until then")
    added: int = Field(description="documents that are new, up to now")
    updated: int = Field(description="documents that replaced an older version")
    unchanged: int = Field(description="documents that were there already")
    known: int = Field(description="documents stored from another source already")
    older: int = Field(description="documents kept as a former version")
    failed: int = Field(description="documents that could not be used")
    reading: str | None = Field(description="the source being read; null when it is not running")
    code: str | None = Field(description="why it failed or was interrupted; else null")
    message: str | None = Field(description="the same as a sentence")
    message_ko: str | None = Field(description="a short sentence in Korean for the code")

    @classmethod
    def of(cls, job: Job, reading: str | None) -> Self:
        """Describe a job, which is reading this now."""
        return cls(**_described(job, reading))


class JobWithItems(JobOut):
    """A job and a page of its outcomes, in the order in which they came; `total` counts them."""

    items: list[ItemOut] = Field(
        description="what became of each document, in the order in which they ended"
    )
    total: int = Field(
        description="how many items there are up to now; how many there will be is known at the end"
    )
    limit: Limit
    offset: Offset

    @classmethod
    def of_page(
        cls, job: Job, reading: str | None, items: Sequence[Item], limit: int, offset: int
    ) -> Self:
        """Describe a job with some of its outcomes."""
        return cls(
            **_described(job, reading),
            items=[ItemOut.of(item) for item in items],
            total=job.ended,
            limit=limit,
            offset=offset,
        )


class JobList(BaseModel):
    """One page of the jobs, newest first."""

    jobs: list[JobOut] = Field(description="the newest first, without their items")
    total: Total
    limit: Limit
    offset: Offset


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
        "message_ko": _korean(job.code),
    }


def _korean(code: str | None) -> str | None:
    return None if code is None else kind_of(code).korean
