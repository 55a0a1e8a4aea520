"""A job as server-sent events: progress, an item for each outcome, and done at its end."""

import asyncio
import time
from collections.abc import AsyncIterator

from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from service.http.job_schemas import ItemOut, JobOut
from service.jobs.desk import Desk

# Progress seems steady to a person, and looking costs microseconds while nothing happens.
_LOOK_SECONDS = 0.25
# Proxies cut connections that are silent for 30 or 60 seconds.
HEARTBEAT_SECONDS = 15.0


# What a job's events bring.
EVENTS = {
    "progress": "the job as in the list, first and whenever it changed",
    "item": "one outcome; its `id` counts them, and `Last-Event-ID` goes on after that one",
    "done": "the job at its end",
}


async def job_frames(desk: Desk, job_id: str, after: int) -> AsyncIterator[bytes]:
    """Write what happens to a job, from outcome number `after` on.

    Ends without `done` when the service stops, or the job is removed: whoever reconnects learns the
    rest. The id of an item is how many outcomes there are with it.
    """
    told: JobOut | None = None
    spoken = time.monotonic()
    while True:
        finished, now, items = await run_in_threadpool(_look, desk, job_id, after)
        for item in items:
            after += 1
            yield _frame("item", item.model_dump_json(), str(after))
        if now != told:
            yield _frame("progress", now.model_dump_json())
            told, spoken = now, time.monotonic()
        if finished:
            yield _frame("done", now.model_dump_json())
            return
        if desk.stopping:
            return
        if time.monotonic() - spoken > HEARTBEAT_SECONDS:
            yield format_sse_event(comment="still here")
            spoken = time.monotonic()
        await asyncio.sleep(_LOOK_SECONDS)


def _look(desk: Desk, job_id: str, after: int) -> tuple[bool, JobOut, list[ItemOut]]:
    """The job first: outcomes that come between the two are told too early, and never left out."""
    job = desk.job(job_id)
    items = desk.items(job_id, after) if job.ended > after else []
    shown = [ItemOut.of(item) for item in items]
    return job.finished, JobOut.of(job, desk.reading(job_id)), shown


def _frame(name: str, data: str, number: str | None = None) -> bytes:
    return format_sse_event(event=name, data_str=data, id=number)
