"""Cuts connections when their time is over.

The timeout of a read bounds only the silence between two bytes: headers that come a byte a second
would keep a download for hours.
"""

import contextlib
import socket
import threading
from collections.abc import Mapping
from typing import Any


class Cut:
    """Cuts the connections of httpx requests after `seconds`, unless the block has ended by then.

    `trace` goes into each request's extensions, under that name.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._over = False
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> "Cut":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def trace(self, event: str, details: Mapping[str, Any]) -> None:
        """Take hold of a connection as soon as there is one."""
        if event == "connection.connect_tcp.complete":
            connected = details["return_value"].get_extra_info("socket")
            with self._lock:
                # By a number of its own: TLS takes the first one over while it is agreed on.
                self._sockets.append(connected.dup())
                if self._over:
                    self._shut_down()

    def _cut(self) -> None:
        with self._lock:
            self._over = True
            self._shut_down()

    def _shut_down(self) -> None:
        for held in self._sockets:
            with contextlib.suppress(OSError):  # the other side was faster
                held.shutdown(socket.SHUT_RDWR)
