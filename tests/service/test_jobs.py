"""Jobs over a real index and a real disk: done, called off, interrupted, taken up, forgotten."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.corpus import Index, open_index
from index.errors import StorageFailed
from ingest.web import WebPolicy
from service.errors import JobsFull, UnknownJob
from service.jobs import desk as desk_module
from service.jobs.desk import Desk
from service.jobs.folder import JobFolder
from service.jobs.job import Job, Kind, State, new_job
from service.jobs.work import text_content
from service.outcomes import Item, Outcome
from tests.service import job_child
from tests.service.fakes import CountingEmbedder

# Only bounds a test that would never end.
PATIENCE_SECONDS = 60


def notice(number: int) -> str:
    return f"# Notice {number}\n\nRoom {number} of the archive is closed.\n"


def zipped(count: int, **more: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:03}.md", notice(number))
        for name, content in more.items():
            archive.writestr(name, content)
    return packed.getvalue()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Office:
    """A data directory with an index and a desk that can be closed and opened again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.embedder = CountingEmbedder()
        self.told: list[Outcome] = []
        self.index: Index | None = None
        self.desk: Desk | None = None

    def open(
        self,
        max_waiting_bytes: int = 10_000_000,
        *,
        policy: WebPolicy | None = None,
        start: bool = True,
    ) -> Desk:
        self.index = open_index(self.root, self.embedder)
        policy = policy or WebPolicy(max_bytes=100_000)
        self.desk = Desk(JobFolder(self.root / "jobs"), policy, max_waiting_bytes, self.told.append)
        if start:
            self.desk.start(self.index)
        return self.desk

    def close(self) -> None:
        if self.desk and self.index:
            self.desk.stop()
            self.embedder.allowed.set()
            self.desk.close()
            self.index.close()
            self.desk = self.index = None

    def left(self) -> list[str]:
        """The files of all jobs, by name."""
        return sorted(path.name for path in (self.root / "jobs").rglob("*") if path.is_file())


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "data")
    yield made
    made.close()


def send(desk: Desk, content: bytes, name: str = "a.zip", kind: Kind = Kind.FILE) -> str:
    return desk.hand_in(kind, name, io.BytesIO(content), len(content)).job_id


def finish(desk: Desk, job_id: str) -> Job:
    until(lambda: desk.job(job_id).finished)
    return desk.job(job_id)


def test_an_archive_is_stored_member_by_member(office: Office) -> None:
    desk = office.open()
    job = finish(desk, send(desk, zipped(3, bad=b"\x00\x01\x02" * 99)))
    assert (job.state, job.code) == (State.DONE, None)
    assert job.counts == {Outcome.ADDED: 3, Outcome.FAILED: 1}
    items = desk.items(job.job_id)
    assert sorted((item.source, item.code) for item in items) == [
        ("a.zip/000.md", None),
        ("a.zip/001.md", None),
        ("a.zip/002.md", None),
        ("a.zip/bad", "unsupported_format"),
    ]
    assert desk.items(job.job_id, 1, 3) == items[1:3]
    assert office.index is not None
    stored = {item.doc_id for item in items if item.doc_id}
    assert {document.doc_id for document in office.index.documents()} == stored
    assert sorted(office.told) == ["added", "added", "added", "failed"]
    until(lambda: office.left() == ["items.jsonl", "job.json"])  # what was sent is gone


def test_a_text_keeps_what_was_said_of_it(office: Office) -> None:
    desk = office.open()
    said = datetime.fromisoformat("2026-05-02T09:30:00+09:00")
    content = text_content("새론연은 시험을 시작한다고 밝혔다.", "시험 시작", "note-1", said)
    job = finish(desk, send(desk, content, "note-1", Kind.TEXT))
    assert job.state is State.DONE
    assert office.index is not None
    (document,) = office.index.documents()
    assert (document.title, document.source, document.published_at) == ("시험 시작", "note-1", said)


@pytest.mark.parametrize(
    ("content", "kind", "name", "code"),
    [
        (b"\x00\x01\x02" * 99, Kind.FILE, "a.bin", "unsupported_format"),
        (b"PK\x05\x06" + b"\x00" * 18, Kind.FILE, "a.zip", "empty_document"),
        (text_content(" \n", None, "note", None), Kind.TEXT, "note", "empty_document"),
        (b"", Kind.URL, "http://127.0.0.1:9/", "fetch_refused"),
    ],
)
def test_a_job_of_which_nothing_can_be_used_has_failed(
    office: Office, content: bytes, kind: Kind, name: str, code: str
) -> None:
    desk = office.open()
    job = finish(desk, send(desk, content, name, kind))
    assert (job.state, job.code) == (State.FAILED, code)
    assert [(item.source, item.code) for item in desk.items(job.job_id)] == [(name, code)]


def test_a_stopped_job_goes_on_at_the_next_start_with_what_it_had_not_done(office: Office) -> None:
    desk = office.open()
    office.embedder.allowed.clear()
    job_id = send(desk, zipped(200))
    until(lambda: desk.reading(job_id))
    assert desk.job(job_id).state is State.RUNNING
    office.close()  # what had been read is stored first
    assert "content" in office.left()

    desk = office.open(start=False)
    assert office.index is not None
    taken = office.index.count()
    assert 0 < taken < 200
    embedded = office.embedder.passages
    desk.start(office.index)
    job = finish(desk, job_id)
    assert (job.state, job.crashes) == (State.DONE, 0)
    assert job.counts == {Outcome.ADDED: 200}
    assert len({item.source for item in desk.items(job_id)}) == 200
    assert office.embedder.passages - embedded == 200 - taken


def test_a_waiting_job_can_be_called_off(office: Office) -> None:
    desk = office.open()
    office.embedder.allowed.clear()
    first, second = send(desk, zipped(1)), send(desk, zipped(1), "b.zip")
    desk.cancel(second)
    assert desk.job(second).state is State.CANCELLED
    office.embedder.allowed.set()
    assert finish(desk, first).state is State.DONE
    assert office.index is not None
    assert {document.source for document in office.index.documents()} == {"a.zip/000.md"}
    until(lambda: "content" not in office.left())


def test_a_job_under_way_can_be_called_off_and_keeps_what_it_stored(office: Office) -> None:
    desk = office.open()
    office.embedder.allowed.clear()
    job_id = send(desk, zipped(400))
    until(lambda: desk.reading(job_id))
    desk.cancel(job_id)
    assert desk.job(job_id).state is State.CANCELLED
    office.embedder.allowed.set()
    until(lambda: desk.reading(job_id) is None)
    job = desk.job(job_id)
    assert job.state is State.CANCELLED
    assert office.index is not None
    assert 0 < office.index.count() == job.ended < 400
    until(lambda: "content" not in office.left())
    office.close()
    desk = office.open()
    assert desk.job(job_id).state is State.CANCELLED  # and does not go on
    desk.cancel(job_id)  # once more forgets it
    assert office.left() == []
    with pytest.raises(UnknownJob):
        desk.job(job_id)


class CallingOff:
    """A desk's lock that calls a job off the first time it is let go of with the job in hand."""

    def __init__(self, desk: Desk, job_id: str) -> None:
        self.desk, self.job_id, self.lock = desk, job_id, desk._lock
        self.depth, self.called_off = 0, False

    def __enter__(self) -> None:
        self.lock.acquire()
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        self.depth -= 1
        free = self.depth == 0
        self.lock.release()
        if free and not self.called_off and self.desk._running is not None:
            self.called_off = True
            self.desk.cancel(self.job_id)


def test_a_job_called_off_as_it_is_taken_up_stays_called_off(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = office.open(start=False)
    job_id = send(desk, zipped(1))
    lock = CallingOff(desk, job_id)
    monkeypatch.setattr(desk, "_lock", lock)
    assert office.index is not None
    desk.start(office.index)
    until(lambda: lock.called_off and desk._running is None)
    assert desk.job(job_id).state is State.CANCELLED


def test_what_waits_is_bounded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office.open(max_waiting_bytes=2_000)
    office.embedder.allowed.clear()
    content = zipped(1)
    first = send(desk, content)
    with pytest.raises(JobsFull, match="at most 200 with 2,000"):
        send(desk, b"x" * (2_001 - len(content)))
    monkeypatch.setattr(desk_module, "WAITING_AT_MOST", 1)
    with pytest.raises(JobsFull):
        send(desk, b"x")
    office.embedder.allowed.set()
    finish(desk, first)
    finish(desk, send(desk, b"x" * 1_500, "b.txt"))


def test_finished_jobs_are_kept_a_bounded_time_and_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = office.open()
    jobs = [finish(desk, send(desk, notice(n).encode(), f"{n}.md")) for n in range(4)]
    assert [job.job_id for job in desk.newest(10, 0)[0]] == [job.job_id for job in jobs[::-1]]
    assert desk.newest(1, 1) == ([jobs[2]], 4)
    until(lambda: "content" not in office.left())
    office.close()
    long_ago = replace(jobs[3], finished_at=datetime.now(UTC) - timedelta(days=8))
    JobFolder(office.root / "jobs").save(long_ago)
    monkeypatch.setattr(desk_module, "KEPT_AT_MOST", 3)
    desk = office.open()
    kept = [job.job_id for job in desk.newest(10, 0)[0]]
    assert kept == [jobs[2].job_id, jobs[1].job_id]
    assert sorted(path.name for path in (office.root / "jobs").iterdir()) == sorted(kept)


def test_what_a_crash_left_half_made_is_taken_away_and_half_lines_are_cut(office: Office) -> None:
    folder = JobFolder(office.root / "jobs")
    folder.load()
    job = new_job(Kind.FILE, "a.zip", 3)
    folder.accept(job, io.BytesIO(zipped(2)))
    folder.append(job, Item("a.zip/000.md", Outcome.ADDED, "id"))
    with (office.root / "jobs" / job.job_id / "items.jsonl").open("a") as file:
        file.write('{"source": "a.zip/0')
    (office.root / "jobs" / ".coming-1").mkdir()
    (office.root / "jobs" / ".coming-1" / "content").write_bytes(b"half")
    (office.root / "jobs" / "removed-by-half").mkdir()
    (office.root / "jobs" / ".DS_Store").write_bytes(b"somebody's")
    (office.root / "jobs" / "Thumbs.db").write_bytes(b"somebody's")
    desk = office.open()
    finished = finish(desk, job.job_id)
    assert finished.counts == {Outcome.ADDED: 2}
    assert [item.source for item in desk.items(job.job_id)] == ["a.zip/000.md", "a.zip/001.md"]
    left = {path.name for path in (office.root / "jobs").iterdir()}
    assert left == {job.job_id, ".DS_Store", "Thumbs.db"}
    folder.copy_to(office.root / "copy")
    assert [path.name for path in (office.root / "copy").iterdir()] == [job.job_id]


def test_a_job_that_kills_the_service_again_and_again_is_given_up(office: Office) -> None:
    folder = JobFolder(office.root / "jobs")
    folder.load()
    job = new_job(Kind.FILE, "a.zip", 3)
    folder.accept(replace(job, state=State.RUNNING, crashes=2), io.BytesIO(zipped(1)))
    desk = office.open()
    given_up = desk.job(job.job_id)
    assert (given_up.state, given_up.code) == (State.FAILED, "job_abandoned")
    assert office.left() == ["job.json"]


def test_a_state_that_cannot_be_read_is_said_and_not_thrown_away(office: Office) -> None:
    path = office.root / "jobs" / "20260312t000000000-abc" / "job.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"job_id": "x"}))
    with pytest.raises(StorageFailed, match="damaged"):
        office.open()
    assert path.exists()


def test_an_index_that_fails_interrupts_a_job_and_the_next_start_finishes_it(
    office: Office,
) -> None:
    desk = office.open()
    assert office.index is not None
    office.index.close()
    job_id = send(desk, zipped(1))
    until(lambda: desk.job(job_id).state is State.INTERRUPTED)
    assert desk.job(job_id).code == "storage_failed"
    office.close()
    desk = office.open()
    job = finish(desk, job_id)
    assert (job.state, job.code, job.counts[Outcome.ADDED]) == (State.DONE, None, 1)


class Site(BaseHTTPRequestHandler):
    """A feed and one of the two pages it names."""

    def do_GET(self) -> None:
        host = self.headers["Host"]
        links = "".join(f"<item><link>http://{host}/{name}</link></item>" for name in "ab")
        feed = f"<rss version='2.0'><channel>{links}</channel></rss>"
        page = "<html><body><p>시장은 다리를 유월까지 열겠다고 약속했다.</p></body></html>"
        body = {"/feed": feed, "/a": page}.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_the_address_of_a_feed_is_the_documents_it_names(office: Office) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever).start()
    site = f"http://news.example:{server.server_address[1]}"
    loopback = WebPolicy(lambda _host: ["127.0.0.1"], allow_private=True, pause=0.0)
    try:
        desk = office.open(policy=loopback)
        job = finish(desk, send(desk, b"", f"{site}/feed", Kind.URL))
        told = [(item.source, item.status, item.code) for item in desk.items(job.job_id)]
    finally:
        server.shutdown()
        server.server_close()
    assert job.state is State.DONE
    assert sorted(told) == [
        (f"{site}/a", Outcome.ADDED, None),
        (f"{site}/b", Outcome.FAILED, "fetch_failed"),
    ]


def test_a_feed_that_is_sent_leads_nowhere(office: Office) -> None:
    desk = office.open()
    feed = (
        b"<rss version='2.0'><channel><item><link>http://a.example/</link></item></channel></rss>"
    )
    job = finish(desk, send(desk, feed, "feed.xml"))
    assert (job.state, job.code) == (State.FAILED, "unsupported_format")


@pytest.mark.skipif(os.name == "nt", reason="limits of the system")
def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", job_child.__name__, "limited", str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert os.strerror(errno.EFBIG) in done.stdout
    assert list((tmp_path / "jobs").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_job_survives_kill_9(office: Office) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", job_child.__name__, "killed", str(office.root)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        process.stdin.write(zipped(300))
        process.stdin.close()
        stored = int(process.stdout.readline())
        process.kill()
    assert process.wait() == -signal.SIGKILL
    assert 0 < stored < 300
    desk = office.open()
    ((job,), _) = desk.newest(1, 0)
    job = finish(desk, job.job_id)
    assert (job.state, job.crashes) == (State.DONE, 1)
    assert len({item.source for item in desk.items(job.job_id)}) == job.ended == 300
    assert office.index is not None
    assert office.index.count() == 300
