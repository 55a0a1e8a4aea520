"""How long it takes to start: `--help`, a first answer, and what of it goes into imports.

    python benchmarks/starting.py DATASET WORK [--runs 3]

DATASET and WORK are those of peer_comparison.py, whose corpus is asked. Times are beside those of
a Python that starts and does nothing. Files are in memory: the first run is not counted.
"""

import argparse
import dataclasses
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import httpx
from peers.ratios import ratios, spread
from peers.recording import recorded
from served import BRIEFING, environment, served

from eval.benchmarking import write_benchmark

# A line of `python -X importtime`: own microseconds, cumulative ones, the module's name.
_IMPORT = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \| *(\S+)$", re.MULTILINE)
SHOWN = 8


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    made = recorded(arguments.dataset, arguments.work, arguments.questions)
    question = made.asked[0]
    with made.data_dir() as data:
        over = ["--data-dir", str(data)]
        cases: dict[str, Callable[[], float]] = {
            "python": lambda: _timed([sys.executable, "-c", "pass"]),
            "help": lambda: _timed([*BRIEFING, "--help"]),
            "search": lambda: _timed([*BRIEFING, *over, "search", question]),
            "ask": lambda: _timed([*BRIEFING, *over, "ask", question]),
            "serve": lambda: _first_answer(data, question),
        }
        measured: dict[str, list[float]] = {name: [] for name in cases}
        for number in range(arguments.runs + 1):
            for name, measure in cases.items():
                seconds = measure()
                if number:
                    measured[name].append(seconds)
                print(f"run {number}, {name}: {seconds:.2f} s", file=sys.stderr, flush=True)
        imports = _imports([*BRIEFING[1:], *over, "ask", question])
    rows = {
        name: {
            "seconds": dataclasses.asdict(spread(seconds)),
            "times_python": dataclasses.asdict(ratios(seconds, measured["python"])),
        }
        for name, seconds in measured.items()
    }
    figures = {"cases": rows, "imports_of_ask": imports}
    used = {"runs": arguments.runs}
    print(write_benchmark("starting", made.dataset, made.model_id, used, figures, arguments.output))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3, help="two at least, to see the spread")
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _timed(command: Sequence[str]) -> float:
    """Seconds of a command that has to succeed."""
    started = perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return perf_counter() - started


def _first_answer(data: Path, question: str) -> float:
    """Seconds from starting the service to the end of its first answer."""
    started = perf_counter()
    with served(data) as service:
        httpx.post(
            f"{service.url}/v1/chat", json={"question": question}, timeout=60
        ).raise_for_status()
        return perf_counter() - started


def _imports(arguments: Sequence[str]) -> dict[str, object]:
    """What a command spends on imports, as Python counts it, which slows them down a little.

    `share` is of the whole run under the same count; `packages` are the dearest, by their own time.
    """
    started = perf_counter()
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment())
    seconds = perf_counter() - started
    by_package: Counter[str] = Counter()
    for own, module in _IMPORT.findall(done.stderr):
        by_package[module.partition(".")[0]] += int(own)
    whole = by_package.total() / 1e6
    dearest = {name: round(spent / 1e6, 3) for name, spent in by_package.most_common(SHOWN)}
    return {"seconds": whole, "share": whole / seconds, "packages": dearest}


if __name__ == "__main__":
    main()
