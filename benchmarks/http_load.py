"""How long requests take over HTTP, and how many are answered, with 1, 8 and 32 clients at once.

    python benchmarks/http_load.py DATASET WORK [--rounds 2] [--requests 32]

DATASET and WORK are those of peer_comparison.py, whose corpus is searched. Two services run, with
and without the reader, on loopback. Each client keeps one connection and sends its next question
when the last is answered. Rounds go through all cases in turn; a case's ratio is to one client
searching in the same round.
"""

import argparse
import dataclasses
import itertools
import queue
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
from peers.ratios import ratios, spread
from peers.recording import recorded
from served import served

from eval.benchmarking import write_benchmark
from eval.latency import percentiles

CLIENTS = (1, 8, 32)
# Requests of each client at least.
EACH = 4
# Bounds a request that hangs; with 32 clients a chat waits for 31 others.
_PATIENCE_SECONDS = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """What is asked of whom: a label, a route, whether the service reads, how many clients."""

    label: str
    route: str
    reader: bool
    clients: int


ROUTES = (
    ("search", "/v1/search", False),
    ("chat", "/v1/chat", True),
    ("chat without the reader", "/v1/chat", False),
)
CASES = [Case(*route, clients) for route, clients in itertools.product(ROUTES, CLIENTS)]


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    made = recorded(arguments.dataset, arguments.work, arguments.questions)
    rounds: dict[Case, list[dict[str, float]]] = {case: [] for case in CASES}
    refused: Counter[str] = Counter()
    # One directory and two services: the one that writes, and a copy for the other.
    with (
        made.data_dir() as first,
        made.data_dir() as second,
        served(first) as reading,
        served(second, {"BRIEFING_READER": "false"}) as plain,
    ):
        for service in (reading, plain):
            _load(service.url, "/v1/chat", made.asked[:4], 1)  # not counted: the first ones
        for number in range(arguments.rounds):
            for case in CASES:
                url = reading.url if case.reader else plain.url
                asked = _asked(made.asked, max(arguments.requests, EACH * case.clients))
                figures, failures = _load(url, case.route, asked, case.clients)
                rounds[case].append(figures)
                refused += failures
                print(
                    f"round {number + 1}, {case.label}, {case.clients} at once: "
                    f"p50 {figures['p50_ms']} ms, {figures['a_second']:.1f} a second",
                    file=sys.stderr,
                    flush=True,
                )
    figures = {"cases": _rows(rounds), "refused": dict(refused)}
    used = {"rounds": arguments.rounds, "requests": arguments.requests}
    print(
        write_benchmark("http-load", made.dataset, made.model_id, used, figures, arguments.output)
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2, help="two at least, to see the spread")
    parser.add_argument("--requests", type=int, default=32, help="requests in each case and round")
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _asked(questions: Sequence[str], number: int) -> list[str]:
    return list(itertools.islice(itertools.cycle(questions), number))


def _load(
    url: str, route: str, questions: Sequence[str], clients: int
) -> tuple[dict[str, float], "Counter[str]"]:
    """Send every question once from so many clients; refusals are counted and not timed."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for question in questions:
        waiting.put(question)
    milliseconds: list[float] = []
    failures: Counter[str] = Counter()

    ready = threading.Barrier(clients + 1, timeout=_PATIENCE_SECONDS)

    def client() -> None:
        with httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS) as connection:
            connection.get("/livez")  # a client and its connection take time that is its own
            ready.wait()
            while True:
                try:
                    question = waiting.get_nowait()
                except queue.Empty:
                    return
                started = perf_counter()
                reply = connection.post(route, json={"question": question})
                if reply.is_success:
                    milliseconds.append((perf_counter() - started) * 1000)
                else:
                    failures[f"{route} {reply.status_code}"] += 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = perf_counter()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - started
    if not milliseconds:
        raise RuntimeError(f"{route}: nothing was answered: {dict(failures)}")
    found = percentiles(milliseconds)
    figures = {"p50_ms": found["p50"], "p95_ms": found["p95"]}
    return figures | {"a_second": len(milliseconds) / seconds}, failures


def _rows(rounds: dict[Case, list[dict[str, float]]]) -> list[dict[str, Any]]:
    base = rounds[CASES[0]]
    rows = []
    for case, measured in rounds.items():
        row: dict[str, Any] = dataclasses.asdict(case)
        for name in measured[0]:
            values, beside = [one[name] for one in measured], [one[name] for one in base]
            row[name] = dataclasses.asdict(spread(values))
            row[f"{name}_ratio"] = dataclasses.asdict(ratios(values, beside))
        rows.append(row)
    return rows


if __name__ == "__main__":
    main()
