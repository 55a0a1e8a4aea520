"""Jobs over HTTP: what becomes one, how it is followed, called off and taken up again."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from tests.articles import ARTICLES, MINISTER_QUESTION, ROCKET_QUOTE

pytestmark = pytest.mark.model

BRIEFING = Path(sys.executable).parent / "briefing"
PATIENCE_SECONDS = 180
MARKDOWN = "# 섬 여객선 요금 인하\n\n해교부는 섬 주민의 여객선 요금을 내린다고 밝혔다.\n"
ADDRESSED = (
    "---\nurl: https://www.haegyo.example/7\n---\n# 등대\n\n누리항은 새 등대를 켰다고 3일 밝혔다.\n"
)
MAIL = (
    "From: cho@hanbit.example\nTo: desk@news.example\nDate: Thu, 12 Mar 2026 09:30:00 +0900\n"
    "Subject: Harbour\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    "The harbour of Nuri closes for a week in June.\n"
)


def zipped(count: int, **more: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(count):
            text = f"# Notice {number}\n\nRoom {number} of the archive in Nuri is closed.\n"
            archive.writestr(f"{number:03}.md", text)
        for name, content in more.items():
            archive.writestr(name, content)
    return packed.getvalue()


def finished(client, location):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        job = client.get(location).json()
        if job["state"] in {"done", "failed", "cancelled"}:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


@pytest.fixture
def hand_in(client):
    """Post what becomes a job, and take away what it stored when the test is over."""
    locations = []

    def post(**body):
        response = client.post("/v1/documents", **body)
        assert response.status_code == 202, response.text
        locations.append(response.headers["location"])
        return response

    yield post
    for location in locations:
        client.delete(location)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while client.get(location).is_success and time.monotonic() < deadline:
            client.delete(location)
    for found in client.get("/v1/documents", params={"limit": 200}).json()["documents"]:
        if found["source"] not in {article["source"] for article in ARTICLES}:
            client.delete(f"/v1/documents/{found['doc_id']}")


def test_an_archive_becomes_a_job_with_an_outcome_for_each_member(client, hand_in):
    members = {
        "안/여객선.md": MARKDOWN.encode(),
        "처음.md": ADDRESSED.encode(),
        "또.md": ADDRESSED.encode(),
        "bad.bin": bytes(range(256)),
    }
    content = zipped(2, **members)
    response = hand_in(files={"file": ("월요일.zip", content)})
    accepted = response.json()
    assert (accepted["kind"], accepted["name"], accepted["size"]) == (
        "file",
        "월요일.zip",
        len(content),
    )
    assert response.headers["location"] == f"/v1/jobs/{accepted['job_id']}"
    job = finished(client, response.headers["location"])
    assert (job["state"], job["total"]) == ("done", 6)
    counted = ("added", "updated", "unchanged", "known", "older", "failed")
    assert [job[outcome] for outcome in counted] == [4, 0, 0, 1, 0, 1]
    assert {(item["source"], item["code"]) for item in job["items"]} == {
        ("월요일.zip/000.md", None),
        ("월요일.zip/001.md", None),
        ("월요일.zip/안/여객선.md", None),
        ("월요일.zip/처음.md", None),
        ("월요일.zip/또.md", None),
        ("월요일.zip/bad.bin", "unsupported_format"),
    }
    (refused,) = [item for item in job["items"] if item["status"] == "failed"]
    assert refused["message_ko"] == "지원하지 않는 형식입니다."
    stored = {item["doc_id"] for item in job["items"] if item["doc_id"]}
    assert all(client.get(f"/v1/documents/{doc_id}").is_success for doc_id in stored)
    page = client.get(response.headers["location"], params={"limit": 1, "offset": 5}).json()
    assert page["items"] == job["items"][5:]
    listed = client.get("/v1/jobs", params={"limit": 1}).json()
    assert [one["job_id"] for one in listed["jobs"]] == [job["job_id"]]


def test_a_mail_is_stored_at_once_and_with_an_attachment_becomes_a_job(client, hand_in):
    plain = client.post("/v1/documents", files={"file": ("harbour.eml", MAIL.encode())})
    assert plain.status_code == 201
    parts = MAIL.replace("text/plain; charset=utf-8", 'multipart/mixed; boundary="b"')
    head, _, body = parts.partition("\n\n")
    attached = (
        f"{head}\n\n--b\nContent-Type: text/plain\n\n{body}\n--b\n"
        'Content-Type: text/plain\nContent-Disposition: attachment; filename="quay.txt"\n\n'
        "The new quay of Nuri can hold two ferries at once.\n--b--\n"
    )
    response = hand_in(files={"file": ("quay.eml", attached.encode())})
    job = finished(client, response.headers["location"])
    assert {item["source"] for item in job["items"]} == {"quay.eml", "quay.eml/quay.txt"}


@pytest.mark.parametrize(
    "body",
    [
        {"files": {"file": ("ferry.md", MARKDOWN.encode())}},
        {"json": {"text": MARKDOWN, "source": "ferry", "title": "요금"}},
    ],
)
def test_anything_becomes_a_job_on_request(client, hand_in, body):
    response = hand_in(**body, headers={"Prefer": "wait=1, respond-async"})
    assert response.headers["preference-applied"] == "respond-async"
    job = finished(client, response.headers["location"])
    assert (job["state"], job["added"]) == ("done", 1)


def test_a_large_file_becomes_a_job(client, hand_in, monkeypatch):
    from service.http import uploads

    monkeypatch.setattr(uploads, "LARGE_BYTES", 1_000)
    content = MARKDOWN + "<!-- " + "x" * 1_000 + " -->"
    job = finished(
        client, hand_in(files={"file": ("ferry.md", content.encode())}).headers["location"]
    )
    assert (job["state"], job["added"]) == ("done", 1)


def test_a_url_becomes_a_job_and_private_addresses_are_refused_in_it(client, hand_in):
    response = hand_in(json={"url": "http://127.0.0.1:1/press"})
    job = finished(client, response.headers["location"])
    assert (job["kind"], job["name"]) == ("url", "http://127.0.0.1:1/press")
    assert (job["state"], job["code"], job["failed"]) == ("failed", "fetch_refused", 1)


def events_of(response):
    kinds = []
    for block in response.read().decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in fields:
            kinds.append((fields["event"], json.loads(fields["data"]), fields.get("id")))
    return kinds


def test_a_job_is_followed_by_events_and_again_from_any_outcome(client, hand_in):
    location = hand_in(files={"file": ("a.zip", zipped(5))}).headers["location"]
    with client.stream("GET", f"{location}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = events_of(response)
    items = [(number, data["source"]) for kind, data, number in events if kind == "item"]
    assert items == [(str(n + 1), f"a.zip/{n:03}.md") for n in range(5)]
    assert {kind for kind, _, _ in events} == {"item", "progress", "done"}
    assert events[-1][0] == "done"
    assert (events[-1][1]["state"], events[-1][1]["added"]) == ("done", 5)
    with client.stream("GET", f"{location}/events", headers={"Last-Event-ID": "3"}) as response:
        again = events_of(response)
    assert [number for kind, _, number in again if kind == "item"] == ["4", "5"]


def test_the_headers_of_a_job_s_events_are_had_without_following_it(client, hand_in):
    location = hand_in(files={"file": ("big.zip", zipped(1500))}).headers["location"]
    with capture_logs() as lines:
        head = client.head(f"{location}/events")
        deadline = time.monotonic() + PATIENCE_SECONDS
        # Written when the service has done with a request.
        while not any(line.get("path") == f"{location}/events" for line in lines):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")
    assert client.get(location).json()["state"] in {"queued", "running"}


def test_questions_and_small_uploads_are_served_beside_a_job_and_it_can_be_called_off(
    client, hand_in
):
    location = hand_in(files={"file": ("big.zip", zipped(1500))}).headers["location"]
    answer = client.post("/v1/chat", json={"question": MINISTER_QUESTION}).json()
    assert answer["citations"][0]["quote"] == ROCKET_QUOTE
    small = client.post("/v1/documents", files={"file": ("ferry.md", MARKDOWN.encode())})
    assert small.status_code == 201
    assert client.get(location).json()["state"] in {"queued", "running"}
    assert client.delete(location).status_code == 204
    job = client.get(location).json()
    assert job["state"] == "cancelled"
    assert job["added"] < 1500


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/events"), ("DELETE", ""), ("GET", "?limit=1")]
)
def test_unknown_jobs_are_named(client, method, path):
    response = client.request(method, f"/v1/jobs/..%2f..%2fetc{path}")
    assert response.status_code == 404
    response = client.request(method, f"/v1/jobs/no-such-job{path}")
    assert (response.status_code, response.json()["code"]) == (404, "unknown_job")


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "offset=1e99"])
def test_page_bounds(client, query):
    response = client.get(f"/v1/jobs?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


@contextmanager
def service(data: Path):
    """A running `briefing serve`: the process, and a client once it answers."""
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
    process = subprocess.Popen(
        [BRIEFING, "serve", "--data-dir", data, "--port", "0"],
        env=clean | {"LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process, httpx.Client(timeout=60) as client:
        try:
            line = process.stdout.readline()
            client.base_url = re.search(r"http://\S+", line)[0]
            yield process, client
        finally:
            process.kill()


def some_stored(client, location):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (job := client.get(location).json())["added"] == 0:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return job


def test_an_accepted_upload_survives_a_stop_and_a_kill_and_is_finished(tmp_path):
    count = 400
    with service(tmp_path) as (process, client):
        response = client.post("/v1/documents", files={"file": ("a.zip", zipped(count))})
        location = response.headers["location"]
        some_stored(client, location)
        with client.stream("GET", f"{location}/events") as events:
            process.send_signal(signal.SIGTERM)  # does not wait for the follower to leave
            followed = events_of(events)
        assert "done" not in [kind for kind, _, _ in followed]
        assert process.wait(timeout=60) == 0
    with service(tmp_path) as (process, client):
        stopped = some_stored(client, location)
        assert stopped["added"] < count
        before = stopped["total"]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while client.get(location).json()["total"] == before:
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    with service(tmp_path) as (process, client):
        job = finished(client, location)
        assert (job["state"], job["total"], job["failed"]) == ("done", count, 0)
        assert client.get("/v1/documents").json()["total"] == count
        assert not (tmp_path / "jobs" / job["job_id"] / "content").exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
