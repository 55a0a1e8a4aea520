"""Where jobs are handed in, looked up and called off, and the one thread that works on them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import IO

import structlog

from index.corpus import Index
from index.errors import StorageFailed
from ingest.errors import BriefingError
from ingest.web import WebPolicy
from service.background import step_back
from service.errors import JobAbandoned, JobsFull, UnknownJob
from service.ingesting import Watcher
from service.jobs.folder import JobFolder
from service.jobs.job import Job, Kind, State, new_job
from service.jobs.work import carry_out
from service.outcomes import Item, Outcome

# A client that comes back after a long weekend still learns what became of its upload.
KEPT_FOR = timedelta(days=7)
# Each is a small file or two; a thousand are listed in a moment.
KEPT_AT_MOST = 1_000
# More waiting jobs than this are hours of work: who sends more had better use a folder.
WAITING_AT_MOST = 200
# Once may be a power cut and twice bad luck.
CRASHES_AT_MOST = 3

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Running:
    """What is being worked on: a job, and the source that is being read."""

    job_id: str
    reading: str | None = None


class Desk:
    """Jobs in the order they came, one at a time; safe to use from several threads.

    Nothing runs before `start`; a job that is under way when the service stops, or dies, goes on at
    the next start with what it had not done.
    """

    def __init__(
        self,
        folder: JobFolder,
        policy: WebPolicy,
        max_waiting_bytes: int,
        on_ended: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        self._folder = folder
        self._policy = policy
        self._max_waiting_bytes = max_waiting_bytes
        self._on_ended = on_ended
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._running: _Running | None = None
        self._index: Index | None = None
        self._stopping = False
        self._worker = ThreadPoolExecutor(1, "jobs", initializer=step_back)

    def start(self, index: Index) -> None:
        """Take up what is on the disk. To be called by the process that may write to the index."""
        with self._lock:
            if self._stopping:
                return
            self._index = index
            self._jobs = {job.job_id: job for job in self._folder.load()}
            self._clear_old()
            for job in list(self._jobs.values()):
                if self._takes_up(job):
                    self._worker.submit(self._work, job.job_id)

    @property
    def stopping(self) -> bool:
        """Whether the service is coming to its end."""
        return self._stopping

    def stop(self) -> None:
        """Ask the job under way to come to an end, without waiting for it."""
        self._stopping = True

    def close(self) -> None:
        """Stop, and wait until nothing is being stored any more."""
        with self._lock:
            self._stopping = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def hand_in(self, kind: Kind, name: str, content: IO[bytes], size: int) -> Job:
        """Take a job in: it is on the disk when this returns, and will be worked on.

        Raises JobsFull, or StorageFailed when the disk refuses.
        """
        job = new_job(kind, name, size)
        with self._lock:  # held while it is copied: two at once must not both fit the last room
            waiting = [one for one in self._jobs.values() if not one.finished]
            held = sum(one.size for one in waiting)
            if len(waiting) >= WAITING_AT_MOST or held + size > self._max_waiting_bytes:
                raise JobsFull(
                    f"{len(waiting)} jobs with {held:,} bytes wait; at most {WAITING_AT_MOST} with "
                    f"{self._max_waiting_bytes:,} may"
                )
            self._folder.accept(job, content)
            self._jobs[job.job_id] = job
            if not self._stopping:
                self._worker.submit(self._work, job.job_id)
        return job

    def job(self, job_id: str) -> Job:
        """Where a job stands. Raises UnknownJob."""
        with self._lock:
            found = self._jobs.get(job_id)
        if found is None:
            raise UnknownJob(f"no job has the id {job_id!r}")
        return found

    def reading(self, job_id: str) -> str | None:
        """What a job is reading now; None when it is not under way."""
        running = self._running
        return running.reading if running and running.job_id == job_id else None

    def items(self, job_id: str, start: int = 0, stop: int | None = None) -> list[Item]:
        """What became of a job's inputs, in the order in which it came. Raises UnknownJob."""
        with self._lock:
            return self._folder.items(self.job(job_id), start, stop)

    def newest(self, limit: int, offset: int) -> tuple[list[Job], int]:
        """A page of the jobs, newest first, and how many there are."""
        with self._lock:
            jobs = sorted(self._jobs.values(), key=lambda job: job.job_id, reverse=True)
        return jobs[offset : offset + limit], len(jobs)

    def unfinished(self) -> int:
        """How many jobs wait or are under way."""
        with self._lock:
            return sum(not job.finished for job in self._jobs.values())

    def cancel(self, job_id: str) -> None:
        """Call a job off, or forget one that is finished. What it has stored stays.

        Raises UnknownJob.
        """
        with self._lock:
            job = self.job(job_id)
            under_way = self._running is not None and self._running.job_id == job_id
            if not job.finished:
                self._keep(replace(job, state=State.CANCELLED, finished_at=datetime.now(UTC)))
                if not under_way:
                    self._folder.drop_content(job)
            elif not under_way:
                self._folder.remove(job)
                del self._jobs[job_id]

    def _takes_up(self, job: Job) -> bool:
        """Whether a job from the disk is to be worked on; one that crashed too often is not."""
        if job.finished:
            self._folder.drop_content(job)
            return False
        if job.state is State.RUNNING:  # the process died: a clean stop leaves it interrupted
            job = replace(job, state=State.INTERRUPTED, crashes=job.crashes + 1)
        if job.crashes >= CRASHES_AT_MOST:
            error = JobAbandoned(f"the service died {job.crashes} times while it worked on this")
            self._give_up(job, error.code, str(error))
            return False
        self._keep(job)
        return True

    def _work(self, job_id: str) -> None:
        """Work on one job; whatever goes wrong with it is written down with it."""
        try:
            started = self._begun(job_id)
            if started is not None and self._index is not None:
                self._conclude(job_id, stopped=self._carry_out(started, self._index))
        except BriefingError as error:
            self._interrupt(job_id, error.code, str(error))
        except Exception as error:
            log.error("job_failed", job_id=job_id, reason=repr(error))
            self._give_up(self._jobs[job_id], "internal_error", "Something failed inside.")
            raise
        finally:
            self._running = None

    def _begun(self, job_id: str) -> Job | None:
        """The job, now under way; None where it is not to be worked on any more."""
        with self._lock:  # until that is kept: who calls it off meanwhile comes before or after
            job = self._jobs.get(job_id)
            if job is None or job.finished or self._stopping or self._index is None:
                return None
            self._running = _Running(job_id)
            started = replace(job, state=State.RUNNING, started_at=datetime.now(UTC))
            self._keep(replace(started, code=None, message=None))
            return started

    def _carry_out(self, job: Job, index: Index) -> bool:
        earlier = self._folder.items(job)
        content = self._folder.content(job)
        follower = _Follower(self, job.job_id)
        return carry_out(index, job, content, earlier, follower, self._policy).stopped

    def _conclude(self, job_id: str, *, stopped: bool) -> None:
        with self._lock:
            job = self._jobs[job_id]
            if not job.finished and stopped:
                self._keep(replace(job, state=State.INTERRUPTED))
                return
            if not job.finished:
                self._keep(job.concluded(self._folder.items(job, 0, 1)))
            self._folder.drop_content(job)
            self._clear_old()

    def _interrupt(self, job_id: str, code: str, message: str) -> None:
        """The index or the disk failed: that is not the job's fault, and it is tried again."""
        log.error("job_interrupted", job_id=job_id, code=code, reason=message)
        with self._lock:
            job = self._jobs[job_id]
            if not job.finished:
                self._keep_if_possible(
                    replace(job, state=State.INTERRUPTED, code=code, message=message)
                )

    def _give_up(self, job: Job, code: str, message: str) -> None:
        failed = replace(job, state=State.FAILED, finished_at=datetime.now(UTC))
        with self._lock:
            self._keep_if_possible(replace(failed, code=code, message=message))
            self._folder.drop_content(job)

    def _keep(self, job: Job) -> None:
        with self._lock:
            self._folder.save(job)
            self._jobs[job.job_id] = job

    def _keep_if_possible(self, job: Job) -> None:
        """On a full disk the state is right until the end of the process, and then an older one."""
        self._jobs[job.job_id] = job
        try:
            self._folder.save(job)
        except StorageFailed as error:
            log.error("job_not_kept", job_id=job.job_id, reason=str(error))

    def _clear_old(self) -> None:
        finished = [job for job in self._jobs.values() if job.finished]
        finished.sort(key=lambda job: job.job_id, reverse=True)
        oldest = datetime.now(UTC) - KEPT_FOR
        for number, job in enumerate(finished):
            if number >= KEPT_AT_MOST or (job.finished_at or job.created_at) < oldest:
                self._folder.remove(job)
                del self._jobs[job.job_id]

    def _note_reading(self, job_id: str, source: str) -> None:
        self._running = _Running(job_id, source)

    def _note_ended(self, job_id: str, item: Item) -> None:
        with self._lock:
            job = self._jobs[job_id]
            self._folder.append(job, item)
            self._jobs[job_id] = job.counting(item)
        self._on_ended(item.status)

    def _is_to_stop(self, job_id: str) -> bool:
        return self._stopping or self._jobs[job_id].finished


class _Follower(Watcher):
    """Tells the desk how the job under way comes on."""

    def __init__(self, desk: Desk, job_id: str) -> None:
        self._desk = desk
        self._job_id = job_id

    def reading(self, source: str) -> None:
        self._desk._note_reading(self._job_id, source)

    def ended(self, item: Item) -> None:
        self._desk._note_ended(self._job_id, item)

    def stopping(self) -> bool:
        return self._desk._is_to_stop(self._job_id)
