"""The driver's end of a peer's process."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

BENCHMARKS = Path(__file__).resolve().parents[1]


class PeerFailed(Exception):
    """A peer's process ended without an answer; says the last it wrote."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a peer finds its Python, the corpus and its own store, and where it may complain.

    `hidden` are packages that it does not see but in a cold start.
    """

    python: Path
    corpus: Path
    store: Path
    log: Path
    hidden: tuple[str, ...] = ()


class Process:
    """A running worker."""

    def __init__(self, name: str, places: Places, running: "subprocess.Popen[str]") -> None:
        self._name = name
        self._places = places
        self._running = running

    def ask(self, command: Mapping[str, object]) -> dict[str, Any]:
        """Send a command and wait for its reply. Raises PeerFailed."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        try:
            self._running.stdin.write(json.dumps(command) + "\n")
            self._running.stdin.flush()
        except BrokenPipeError:
            raise _failure(self._name, self._places.log) from None
        return _reply(self._name, self._places.log, self._running.stdout.readline())


@contextmanager
def worker(name: str, places: Places) -> Iterator[Process]:
    """Run a worker; it ends when its input does."""
    with places.log.open("a", encoding="utf-8") as log:
        arguments = ["-m", "peers.worker", name, str(places.corpus), str(places.store)]
        arguments.extend(places.hidden)
        running = subprocess.Popen(
            [str(places.python), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=BENCHMARKS,
            env=_environment(name),
        )
        try:
            yield Process(name, places, running)
        finally:
            running.communicate()


def cold_start(name: str, places: Places, model: str) -> dict[str, Any]:
    """Start, ask one question, end; `seconds` is up to the answer. Raises PeerFailed."""
    with places.log.open("a", encoding="utf-8") as log:
        arguments = ["-m", "peers.cold", name, str(places.corpus), str(places.store), model]
        started = perf_counter()
        with subprocess.Popen(
            [str(places.python), *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=BENCHMARKS,
            env=_environment(name),
        ) as running:
            assert running.stdout is not None
            line = running.stdout.readline()
            seconds = perf_counter() - started
    return {**_reply(name, places.log, line), "seconds": seconds}


def _reply(name: str, log: Path, line: str) -> dict[str, Any]:
    if not line:
        raise _failure(name, log)
    reply: dict[str, Any] = json.loads(line)
    return reply


def _failure(name: str, log: Path) -> PeerFailed:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return PeerFailed(f"{name}: {lines[-1] if lines else 'ended without a word'}")


def _environment(name: str) -> dict[str, str]:
    """Ours finds this project beside the benchmarks; the others must not. None asks a hub."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ours = {"PYTHONPATH": str(BENCHMARKS.parent)} if name.startswith("ours") else {}
    return kept | ours | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
