"""A real server on a free port of loopback, in a thread that the test itself stops."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from fastapi import FastAPI

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
            response = httpx.get(url)
        except httpx.ConnectError:
            response = None
        if response is not None and response.status_code == 200:
            return
        if thread is not None and not thread.is_alive():
            break
        time.sleep(0.05)
    raise AssertionError(f"{url} did not answer 200: {response and response.text}")
