"""The service as a person starts it: `briefing serve` in a process of its own, on loopback."""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from tests.serving import PATIENCE_SECONDS, wait_until_ready

BRIEFING = Path(sys.executable).parent / "briefing"


class OwnProcess:
    """A service over a data directory; it writes its log, as JSON, beside it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._log = data.with_name(f"{data.name}.log")
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self, **settings: str) -> None:
        """Start it with these BRIEFING_ variables and wait until it answers questions."""
        self._log.unlink(missing_ok=True)
        clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
        given = {f"BRIEFING_{name.upper()}": value for name, value in settings.items()}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [BRIEFING, "--data-dir", self._data, "serve", "--port", "0"],
                env=clean | {"LC_ALL": "C.UTF-8", "BRIEFING_LOG_FORMAT": "json"} | given,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        said = _first_line(self._process.stdout)
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        if found is None:
            self.kill()
            raise AssertionError(f"{said!r} names no address; {self._log.read_text()}")
        self.url = found[0]
        wait_until_ready(self.url)

    def stop(self, seconds: float) -> int:
        """Ask it to stop; its exit code. Raises TimeoutExpired after so many seconds."""
        process = self._process
        assert process is not None
        try:
            process.send_signal(signal.SIGTERM)
            return process.wait(seconds)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it if it is still there."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def resident_bytes(self) -> int:
        """How much memory it has in use."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024

    def logged(self) -> list[dict[str, Any]]:
        """The lines of its log since it was started."""
        return [json.loads(line) for line in self._log.read_text().splitlines() if line[:1] == "{"]


def _first_line(output: IO[str]) -> str:
    """The first line of a process that may never write one."""
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: lines.put(output.readline()), daemon=True).start()
    try:
        return lines.get(timeout=PATIENCE_SECONDS)
    except queue.Empty:
        return ""
