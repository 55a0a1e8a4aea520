"""Runs the HTTP service until it is told to stop, and then lets running requests finish."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from ingest.errors import BriefingError
from service.background import hand_over_quickly
from service.errors import AddressInUse
from service.heaps import bound_heaps

if TYPE_CHECKING:
    from service.settings import Settings

# Connections the system holds while the service is busy accepting; uvicorn's own default.
BACKLOG = 2048


def serve(settings: "Settings", on_ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `on_ready` gets the page's URL once questions are answered.

    Raises `AddressInUse` when the address cannot be bound, before anything slow is loaded, and
    whatever `assemble` raises: a service that can never become ready had better end.
    """
    hand_over_quickly()
    bound_heaps()
    with bound(settings.host, settings.port) as listener, signals_end_quietly():
        import uvicorn

        from service.http.app import create_app
        from service.http.tracing import open_tracing

        tracing = open_tracing(os.environ)
        # Now: a stop that comes while the model is loading closes the listener first.
        url = page_url(settings.host, listener.getsockname()[1])
        failures: list[BriefingError] = []

        def on_loaded(error: BaseException | None) -> None:
            if error is None and not server.should_exit:
                on_ready(url)
            elif isinstance(error, BriefingError):
                failures.append(error)
                server.should_exit = True

        app = create_app(settings, on_loaded=on_loaded, tracing=tracing)

        class Server(uvicorn.Server):
            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                # Now, and not when the connections are closed: some follow a job to its end.
                app.state.edge.stop_writing()
                await super().shutdown(sockets)

        config = uvicorn.Config(
            app,
            # Set up by the command; the application writes its own line for every request.
            log_config=None,
            access_log=False,
            # Answers stream as server-sent events; nothing here speaks WebSocket.
            ws="none",
            server_header=False,
            # The application itself knows which proxies to believe.
            proxy_headers=False,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
        server = Server(config)
        try:
            server.run(sockets=[listener])
        finally:
            if tracing is not None:
                tracing.close()
    if failures:
        raise failures[0]


def page_url(host: str, port: int) -> str:
    """Write the address a browser on this machine can open.

    >>> page_url("0.0.0.0", 8000), page_url("::1", 80)
    ('http://127.0.0.1:8000', 'http://[::1]:80')
    """
    # "Every interface" is an address to listen on and not one to open.
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on an address until the block ends. Raises AddressInUse."""
    try:
        # The protocol too: asyncio sends small answers at once only where a socket says it is TCP.
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressInUse(f"cannot serve on {host}:{port}: {error}") from error
    with listener:
        # Lets a restart take over the port while old connections are still timing out.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(BACKLOG)
        except OSError as error:
            raise AddressInUse(
                f"cannot serve on {host}:{port}: {error.strerror}; --port chooses another"
            ) from error
        yield listener


@contextmanager
def signals_end_quietly() -> Iterator[None]:
    """Make a requested stop a success.

    uvicorn handles the signals while it runs and raises them once more when it has stopped; the
    default handlers would then end the process as if it had been killed. The same exit serves a
    signal that comes before uvicorn listens to them.
    """

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    caught = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, leave) for number in caught]
    try:
        yield
    finally:
        for number, handler in zip(caught, before, strict=True):
            signal.signal(number, handler)
