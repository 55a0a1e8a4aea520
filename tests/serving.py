"""A real server on a free port of loopback, in a thread or a process that the test itself stops."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

BRIEFING = Path(sys.executable).parent / "briefing"
# Loading takes some ten seconds on two busy cores; this only bounds a server that never comes up.
PATIENCE_SECONDS = 180


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Run the app and give its address; it need not be ready yet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app, log_config=None, access_log=False, ws="none", proxy_headers=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            _wait_for(f"{url}/livez", thread)
            yield url
        finally:
            server.should_exit = True
            thread.join()


def wait_until_ready(url: str) -> None:
    """Return when the service answers questions; fail with what it says it lacks."""
    _wait_for(f"{url}/readyz", None)


def _wait_for(url: str, thread: threading.Thread | None) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            response = httpx.get(url, timeout=PATIENCE_SECONDS)
        except httpx.ConnectError:
            response = None
        if response is not None and response.status_code == 200:
            return
        if thread is not None and not thread.is_alive():
            break
        time.sleep(0.05)
    raise AssertionError(f"{url} did not answer 200: {response and response.text}")


@contextmanager
def process_serving(data: Path, *options: str) -> Iterator[str]:
    """Run `briefing serve` on a free port in a process of its own, and give its address when it is
    ready."""
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
    command = [BRIEFING, "serve", "--data-dir", data, "--port", "0", *options]
    with subprocess.Popen(
        command,
        env=clean | {"LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://\S+", said)
            assert found, f"it ended before it was ready: {said!r}"
            yield found[0]
        finally:
            process.terminate()
