"""/v1/jobs: look up, follow and call off what is being worked on."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse

from service.http.edge import WRITING, EdgeDep, require_parts
from service.http.job_events import EVENTS, job_frames
from service.http.job_schemas import JobList, JobOut, JobWithItems
from service.http.paging import LIMIT, Offset
from service.http.streaming import HEADERS, events_content
from service.jobs.desk import Desk

# Jobs are taken up when the index is open: before that, nothing is known of them.
router = APIRouter(prefix="/v1/jobs", tags=["jobs"], dependencies=[Depends(require_parts)])

# A page of outcomes is a few hundred kilobytes at most.
_MAX_PAGE = 1000
Limit = Annotated[int, Query(ge=1, le=_MAX_PAGE, description=LIMIT)]
JobId = Annotated[str, Path(description="as it was given with 202")]
LastEventId = Annotated[
    int,
    Header(
        alias="Last-Event-ID",
        ge=0,
        lt=2**63,
        description="the `id` of the last `item` received: go on after it",
    ),
]

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"The events {', '.join(EVENTS)}.",
        "content": events_content(*EVENTS),
    }
}


@router.get("")
async def list_jobs(edge: EdgeDep, limit: Limit = 50, offset: Offset = 0) -> JobList:
    """List the jobs; finished ones are kept for 7 days, the newest 1,000 of them."""
    return await edge.reads.run(partial(_list, edge.jobs, limit, offset))


def _list(desk: Desk, limit: int, offset: int) -> JobList:
    jobs, total = desk.newest(limit, offset)
    shown = [JobOut.of(job, desk.reading(job.job_id)) for job in jobs]
    return JobList(jobs=shown, total=total, limit=limit, offset=offset)


@router.get("/{job_id}")
async def read_job(
    job_id: JobId, edge: EdgeDep, limit: Limit = 100, offset: Offset = 0
) -> JobWithItems:
    """Look up where a job stands, and what became of each of its documents."""
    return await edge.reads.run(partial(_read, edge.jobs, job_id, limit, offset))


def _read(desk: Desk, job_id: JobId, limit: int, offset: int) -> JobWithItems:
    job = desk.job(job_id)
    # No more than the job counts: one that ended in between would be beyond the total.
    items = desk.items(job_id, offset, min(offset + limit, job.ended))
    return JobWithItems.of_page(job, desk.reading(job_id), items, limit, offset)


@router.get("/{job_id}/events", response_class=Response, responses=_STREAM)
async def follow_job(
    job_id: JobId,
    edge: EdgeDep,
    last_event_id: LastEventId = 0,
) -> Response:
    """Follow a job to its end, as server-sent events."""
    edge.jobs.job(job_id)  # an unknown one is a problem and no stream
    return EventSourceResponse(job_frames(edge.jobs, job_id, last_event_id), headers=HEADERS)


@router.delete("/{job_id}", status_code=204, dependencies=WRITING)
async def cancel_job(job_id: JobId, edge: EdgeDep) -> None:
    """Call a job off, or forget a finished one.

    A job that waits is not worked on any more; one that runs ends after the documents it has in
    hand. What it has stored stays.
    """
    await edge.reads.run(partial(edge.jobs.cancel, job_id))
