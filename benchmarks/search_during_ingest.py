"""How much slower a running service answers while it stores many documents.

    python benchmarks/search_during_ingest.py [--stored 300] [--files 600] [--questions 100]

Starts `briefing serve` on a new data directory, stores the first articles (made up by
`fictional_articles.py`), and asks questions one after the other, each as a search and as a chat:
first while nothing else happens, then while a job stores a ZIP archive of the other articles, then
while nothing happens again. What counts is the 95th percentile during the job over that of both
quiet times together, from one run on one machine; how long the job takes is told as well.
"""

import argparse
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

import httpx
from fictional_articles import article, as_markdown

from eval import provenance
from eval.latency import percentiles

SEED = 20260312
BRIEFING = Path(sys.executable).parent / "briefing"
ROUTES = ("/v1/search", "/v1/chat")
# Asked first and not counted: what is loaded or compiled at first use.
WARM_UP = 10

Times = dict[str, list[float]]


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder, _service(Path(folder)) as client:
        _store(client, 0, arguments.stored)
        questions = _questions(arguments.stored)
        _ask(client, questions, lambda asked: asked < WARM_UP)
        quiet = _ask(client, questions, lambda asked: asked < arguments.questions)
        job = _hand_in(client, arguments.stored, arguments.files)
        busy = _ask(client, questions, lambda _: not _ended(client, job))
        seconds = _seconds(client, job)
        again = _ask(client, questions, lambda asked: asked < arguments.questions)
    figures = {
        route: _figures(quiet[route] + again[route], busy[route], quiet[route], again[route])
        for route in ROUTES
    }
    for route, found in figures.items():
        print(
            f"{route}: p95 quiet {found['quiet']['p95']:.0f} ms, during the job "
            f"{found['busy']['p95']:.0f} ms: {found['ratio_p95']} times"
        )
    print(f"{arguments.files} articles stored in {seconds:.0f} s, {len(busy[ROUTES[0]])} asked")
    print(_write(arguments, figures, seconds))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stored", type=int, default=300, help="articles stored beforehand")
    parser.add_argument("--files", type=int, default=600, help="articles stored by the job")
    parser.add_argument("--questions", type=int, default=100, help="asked in each quiet time")
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


@contextmanager
def _service(data: Path) -> Iterator[httpx.Client]:
    command = [BRIEFING, "serve", "--data-dir", data, "--port", "0"]
    environment = os.environ | {"BRIEFING_LOG_LEVEL": "warning", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            if found is None:
                sys.exit("the service ended before it was ready")
            with httpx.Client(base_url=found[0], timeout=120) as client:
                yield client
        finally:
            process.terminate()


def _zipped(first: int, files: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(first, first + files):
            archive.writestr(f"{number}.md", as_markdown(article(number, SEED)))
    return packed.getvalue()


def _hand_in(client: httpx.Client, first: int, files: int) -> str:
    sent = {"file": ("articles.zip", _zipped(first, files))}
    return str(client.post("/v1/documents", files=sent).raise_for_status().json()["job_id"])


def _job(client: httpx.Client, job: str) -> dict[str, str]:
    found: dict[str, str] = client.get(f"/v1/jobs/{job}", params={"limit": 1}).json()
    return found


def _ended(client: httpx.Client, job: str) -> bool:
    return _job(client, job)["state"] in {"done", "failed"}


def _seconds(client: httpx.Client, job: str) -> float:
    found = _job(client, job)
    if found["state"] != "done" or int(found["failed"]):
        sys.exit(f"the job did not do its work: {found}")
    began, ended = (datetime.fromisoformat(found[name]) for name in ("started_at", "finished_at"))
    return (ended - began).total_seconds()


def _store(client: httpx.Client, first: int, files: int) -> None:
    job = _hand_in(client, first, files)
    while not _ended(client, job):
        sleep(0.2)


def _questions(stored: int) -> list[str]:
    """The headlines of what is stored: Korean and English, and answered by the documents."""
    return [article(number, SEED).title for number in range(0, stored, 3)]


def _ask(client: httpx.Client, questions: list[str], goes_on: Callable[[int], bool]) -> Times:
    """Milliseconds by route, until told to stop after so many questions."""
    times: Times = {route: [] for route in ROUTES}
    for asked in count():
        if not goes_on(asked):
            return times
        for route in ROUTES:
            started = perf_counter()
            question = {"question": questions[asked % len(questions)]}
            client.post(route, json=question).raise_for_status()
            times[route].append((perf_counter() - started) * 1000)
    raise AssertionError


def _figures(
    quiet: list[float], busy: list[float], first: list[float], last: list[float]
) -> dict[str, object]:
    found = percentiles(quiet), percentiles(busy)
    return {
        "quiet": found[0],
        "busy": found[1],
        "ratio_p50": round(found[1]["p50"] / found[0]["p50"], 2),
        "ratio_p95": round(found[1]["p95"] / found[0]["p95"], 2),
        "quiet_before_and_after": [percentiles(first), percentiles(last)],
    }


def _write(
    arguments: argparse.Namespace, figures: dict[str, dict[str, object]], seconds: float
) -> Path:
    made = provenance.commit()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    result = {
        "benchmark": "search-during-ingest",
        "date": now,
        "commit": made.id,
        "dirty": made.dirty,
        "settings": {
            "stored": arguments.stored,
            "files": arguments.files,
            "questions": arguments.questions,
        },
        "machine": provenance.machine(),
        "milliseconds": figures,
        "seconds_of_the_job": seconds,
    }
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / f"search-during-ingest-{now[:10]}-{made.short}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
