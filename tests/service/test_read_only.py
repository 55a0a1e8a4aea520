"""A second process that only reads: it follows the one that writes, and stores nothing itself."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from service.errors import InvalidSettings
from service.settings import load_settings
from tests.articles import ARTICLES

pytestmark = pytest.mark.model

# Two seconds are promised; this only bounds a reader that never follows.
PATIENCE_SECONDS = 60.0
FERRY = {
    "title": "섬 여객선 요금 인하",
    "source": "ferry.md",
    "text": "해양교통부는 누리섬 여객선 요금을 3천 원으로 내린다고 21일 밝혔다.",
}


@pytest.fixture
def reading(reading_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=reading_server, timeout=60) as opened:
        yield opened


def titles(client: httpx.Client, question: str) -> set[str]:
    found = client.post("/v1/search", json={"question": question, "k": 50}).raise_for_status()
    return {hit["title"] for hit in found.json()["hits"]}


def gauge(client: httpx.Client, name: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


def until(holds: Callable[[], bool]) -> None:
    """Wait for it."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < PATIENCE_SECONDS
        time.sleep(0.05)


def test_what_is_stored_and_removed_elsewhere_is_found_and_gone(
    client: httpx.Client, reading: httpx.Client
) -> None:
    question = "누리섬 여객선 요금"
    assert FERRY["title"] not in titles(reading, question)
    stored = client.post("/v1/documents", json=FERRY).raise_for_status().json()
    assert FERRY["title"] in titles(reading, question)  # by the next question at the latest
    answer = reading.post("/v1/chat", json={"question": "누리섬 여객선 요금은 얼마로 내리나?"})
    assert answer.json()["citations"][0]["doc_id"] == stored["doc_id"]
    client.delete(f"/v1/documents/{stored['doc_id']}").raise_for_status()
    written = gauge(client, "briefing_index_generation")
    until(lambda: gauge(reading, "briefing_index_searched") >= written)  # nobody asks
    assert FERRY["title"] not in titles(reading, question)
    assert gauge(reading, "briefing_index_documents") == len(ARTICLES)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/documents"),
        ("DELETE", "/v1/documents/abc"),
        ("DELETE", "/v1/jobs/abc"),
    ],
)
def test_nothing_is_stored_or_removed(reading: httpx.Client, method: str, path: str) -> None:
    refused = reading.request(method, path, json=FERRY if method == "POST" else None)
    assert (refused.status_code, refused.json()["code"]) == (403, "read_only")
    assert refused.json()["detail_ko"].startswith("읽기 전용")


def test_it_says_what_it_is(client: httpx.Client, reading: httpx.Client) -> None:
    ready, other = reading.get("/readyz").json(), client.get("/readyz").json()
    assert (ready["read_only"], other["read_only"]) == (True, False)
    listed = [one.get("/v1/documents").headers["allow"] for one in (reading, client)]
    assert listed == ["HEAD, GET", "HEAD, GET, POST"]
    known, written = ready["checks"]["snapshot"]["detail"].split()[1::2]
    assert known == written == other["checks"]["snapshot"]["detail"].split()[1]
    assert reading.get("/v1/jobs").json() == {"jobs": [], "total": 0, "limit": 50, "offset": 0}


def test_it_leaves_the_jobs_to_the_one_that_writes(
    client: httpx.Client, reading: httpx.Client, served_data: Path
) -> None:
    headers = {"Prefer": "respond-async"}
    job = client.post("/v1/documents", json=FERRY, headers=headers).raise_for_status().json()
    until(lambda: client.get(f"/v1/jobs/{job['job_id']}").json()["state"] == "done")
    kept = json.loads((served_data / "jobs" / job["job_id"] / "job.json").read_text())
    assert kept["crashes"] == 0
    (item,) = client.get(f"/v1/jobs/{job['job_id']}").json()["items"]
    until(lambda: FERRY["title"] in titles(reading, "누리섬 여객선 요금"))
    client.delete(f"/v1/documents/{item['doc_id']}").raise_for_status()
    client.delete(f"/v1/jobs/{job['job_id']}").raise_for_status()


def test_a_folder_is_not_followed_without_writing(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="BRIEFING_WATCH_DIR cannot be followed"):
        load_settings({"read_only": True, "watch_dir": tmp_path})
