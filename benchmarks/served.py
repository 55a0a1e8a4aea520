"""A service in a process of its own, for benchmarks that ask over HTTP."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

# The command, under this Python, whatever is on the path.
BRIEFING = (sys.executable, "-c", "from service.cli import main; main()")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Served:
    """Where a running service answers, its process, and the seconds until it was ready."""

    url: str
    pid: int
    ready_seconds: float


@contextmanager
def served(data_dir: Path, settings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run `briefing serve` on a free port of loopback until the block ends.

    `settings` are environment variables. Raises RuntimeError when it ends before it is ready.
    """
    started = perf_counter()
    with subprocess.Popen(
        [*BRIEFING, "--data-dir", str(data_dir), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(settings),
    ) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            if "http://" not in line:
                raise RuntimeError(f"the service did not start: {line!r}")
            url = "http://" + line.partition("http://")[2].split()[0].rstrip("/")
            yield Served(url, running.pid, perf_counter() - started)
        finally:
            running.terminate()


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our own variables and the settings, in English, with this project to be imported."""
    return {**os.environ, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **(settings or {})}


def resident_bytes(pid: int | str) -> dict[str, int]:
    """Bytes of a process ("self": this one) in memory: `private`, and of `files` mapped into it."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    kilobytes = {name: int(fields[name].split()[0]) for name in ("RssAnon", "RssFile")}
    return {"private": kilobytes["RssAnon"] * 1024, "files": kilobytes["RssFile"] * 1024}
