"""An OpenAI-compatible server that says what a test tells it to, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the model's script."""

    protocol_version = "HTTP/1.0"  # the response ends where the connection does

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        model: ScriptedModel = self.server.model
        model.requests.append({**json.loads(body), "path": self.path})
        model.headers.append(self.headers)
        model.script_of_next()(self)

    def begin(self, status=200, kind="text/event-stream"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def chunk(self, text=None, finish=None):
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        self.raw({"id": "1", "object": "chat.completion.chunk", "created": 1, "choices": [choice]})

    def raw(self, data):
        said = (
            data if isinstance(data, str) else f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
        )
        self.wfile.write(said.encode())
        self.wfile.flush()

    @property
    def given(self) -> dict[str, Any]:
        """What the model was given: the JSON of the last message."""
        given: dict[str, Any] = json.loads(
            self.server.model.requests[-1]["messages"][-1]["content"]
        )
        return given

    def log_message(self, *_):
        """Say nothing."""


class ScriptedModel:
    """`scripts` are followed one request each; the last one for all that come after."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.scripts: list[Script] = [says("NONE")]
        self.requests: list[dict[str, Any]] = []
        self.headers: list[Message] = []
        self._lock = threading.Lock()

    def follow(self, *scripts: Script) -> None:
        self.scripts = list(scripts)
        self.requests.clear()

    def script_of_next(self) -> Script:
        with self._lock:
            return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.model = ScriptedModel(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def numbers(given: dict[str, Any]) -> dict[str, int]:
    """The number of each sentence that the model was shown."""
    return {one["text"]: one["n"] for article in given["articles"] for one in article["sentences"]}


def says(text: str, *cited: str, pieces: int = 3) -> Script:
    """Streams a text a few characters a piece; its `{0}`, `{1}` become the markers of the cited
    sentences, told by a part of them."""

    def script(handler: Handler) -> None:
        reply = text
        if cited:
            shown = numbers(handler.given)
            found = [next(n for said, n in shown.items() if part in said) for part in cited]
            reply = text.format(*(f"[{n}]" for n in found))
        handler.begin()
        for at in range(0, len(reply), pieces):
            handler.chunk(reply[at : at + pieces])
        handler.chunk(finish="stop")
        handler.raw("data: [DONE]\n\n")

    return script


def fails(status: int) -> Script:
    def script(handler: Handler) -> None:
        handler.begin(status, "application/json")
        handler.wfile.write(b'{"error": {"message": "no"}}')

    return script


def breaks_off(before: str, after: str = "") -> Script:
    """Sends some text, then something raw, and closes without an end."""

    def script(handler: Handler) -> None:
        handler.begin()
        if before:
            handler.chunk(before)
        handler.raw(after)

    return script


def hangs(seconds: float) -> Script:
    """Says nothing for a while."""

    def script(handler: Handler) -> None:
        handler.begin()
        threading.Event().wait(seconds)

    return script


def drips(times: int, pause: float) -> Script:
    """Keeps the connection alive with comments and never says a word."""

    def script(handler: Handler) -> None:
        handler.begin()
        try:
            for _ in range(times):
                handler.raw(": still here\n\n")
                threading.Event().wait(pause)
        except OSError:  # the client has given up, which is what is wanted of it
            return

    return script
