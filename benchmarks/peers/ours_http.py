"""Our own project over HTTP: the same search behind its own server on loopback, in one process.

Server and client share the process, so that processor time counts both ends of the connection.
"""

import threading
from contextlib import ExitStack
from pathlib import Path
from time import sleep

import httpx
import uvicorn

from index.encoder import Matrix
from peers.ours import Ours
from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.http.app import create_app
from service.serving import bound
from service.settings import Settings

_PAGE = 1000
# Bounds a server that never comes up; it takes a second.
_TRIES, _PAUSE_SECONDS = 600, 0.1


class OursOverHttp(Ours):
    """`POST /v1/search` over one connection that stays open."""

    def open(self, folder: Path) -> None:
        """See Peer."""
        super().open(folder)
        self._names = self._named()
        parts = Parts(self.index, AnswerEngine(self.index), self._embedder.count_tokens)
        app = create_app(Settings(data_dir=folder / "data"), load=lambda: parts)
        self._closing = ExitStack()
        # The service's own way to listen: how its socket is made is part of what is timed.
        listener = self._closing.enter_context(bound("127.0.0.1", 0))
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, ws="none", proxy_headers=False)
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        self._thread.start()
        port = listener.getsockname()[1]
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        self._wait()

    def search(self, question: str, vector: Matrix, k: int) -> list[str]:
        """See Peer."""
        self._embedder.given = vector
        reply = self._client.post("/v1/search", json={"question": question, "k": k})
        hits = reply.raise_for_status().json()["hits"]
        found = [one["doc_id"] for hit in hits for one in (hit, *hit["also_carried_by"])]
        return [self._names[doc_id] for doc_id in dict.fromkeys(found)]

    def close(self) -> None:
        """See Peer. The application closes the index when it ends."""
        if hasattr(self, "_server"):
            self._client.close()
            self._server.should_exit = True
            self._thread.join()
            self._closing.close()

    def _named(self) -> dict[str, str]:
        pages = range(0, self.index.count(), _PAGE)
        listed = (one for first in pages for one in self.index.documents(_PAGE, first))
        return {document.doc_id: document.source for document in listed}

    def _wait(self) -> None:
        for _ in range(_TRIES):
            if self._server.started and self._client.get("/readyz").is_success:
                return
            sleep(_PAUSE_SECONDS)
        raise TimeoutError("the service did not become ready")


PEER = OursOverHttp
