"""A real service, killed at random moments of storing and removing: what it said stays true."""

import os
import random
import signal
import sqlite3
import threading
import time
from contextlib import closing

import httpx
import pytest

from index.corpus import open_index
from tests.index.looking import everything
from tests.service.test_http_jobs import PATIENCE_SECONDS, finished, service, zipped

SOURCES = [f"{number}.md" for number in range(6)]
GONE = None


class Sender(threading.Thread):
    """Stores, changes and removes documents of its own sources until the service is gone.

    `known` has the text that was acknowledged last for each source, `begun` what was asked after.
    """

    def __init__(
        self, url: httpx.URL, sources: list[str], known: dict[str, str], seed: int
    ) -> None:
        super().__init__()
        self._client = httpx.Client(base_url=url, timeout=60)
        self._chance = random.Random(seed)
        self.sources = sources
        self.known = {source: text for source, text in known.items() if source in sources}
        self.begun: dict[str, str | None] = {}
        self.acknowledged = 0

    def run(self) -> None:
        with self._client:
            ids = {
                document["source"]: document["doc_id"]
                for document in self._client.get("/v1/documents?limit=200").json()["documents"]
            }
            while True:
                source = self._chance.choice(self.sources)
                try:
                    if source in ids and self._chance.random() < 0.3:
                        self._remove(source, ids.pop(source))
                    else:
                        ids[source] = self._put(source)
                except httpx.TransportError:
                    return
                self.begun.clear()
                self.acknowledged += 1

    def _put(self, source: str) -> str:
        text = f"표 {self._chance.randrange(10**9)}장이 팔렸다."
        self.begun[source] = text
        response = self._client.post(
            "/v1/documents", json={"title": source, "source": source, "text": text}
        )
        response.raise_for_status()
        self.known[source] = text
        doc_id: str = response.json()["doc_id"]
        return doc_id

    def _remove(self, source: str, doc_id: str) -> None:
        self.begun[source] = GONE
        self._client.delete(f"/v1/documents/{doc_id}").raise_for_status()
        del self.known[source]


def archive(number: int) -> bytes:
    """Five notices that no other archive holds."""
    texts = [f"묶음 {number}\n\n{number}번 묶음의 {n}번째 글이다." for n in range(5)]
    return zipped(0, **{f"{number}-{n}.txt": text.encode() for n, text in enumerate(texts)})


def check(folder, senders, embedder, transform):
    """Every source has what was acknowledged, or what was asked for after it; what is searched is
    what is stored. Gives the texts by source."""
    with closing(sqlite3.connect(folder / "briefings.sqlite3")) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    with open_index(folder, embedder, transform=transform) as index:
        texts = {one.source: one.text for one in index.documents(10_000)}
        assert everything(index) == set(texts.values())
    for sender in senders:
        for source in sender.sources:
            allowed = {sender.known.get(source, GONE)}
            if source in sender.begun:
                allowed.add(sender.begun[source])
            assert texts.get(source, GONE) in allowed, source
    return texts


@pytest.mark.model
@pytest.mark.promise(1)
@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_kill_loses_and_resurrects_nothing(
    tmp_path, real_embedder, real_transform, scale, seed, tally
):
    """An archive that was taken before each kill is stored after it, by the next service."""
    chance = random.Random(seed)
    data = tmp_path / "data"
    known: dict[str, str] = {}
    uploaded = None
    for number in range(scale(1, 20)):
        with service(data) as (process, client):
            senders = [
                Sender(client.base_url, SOURCES[start::2], known, chance.getrandbits(60))
                for start in (0, 1)
            ]
            for sender in senders:
                sender.start()
            if uploaded is not None:
                job = finished(client, uploaded)
                assert (job["state"], job["total"], job["failed"]) == ("done", 5, 0)
                tally["uploads finished"] += 1
            uploaded = hand_in(client, archive(number))
            wait_for(senders, chance.randint(2, 8))
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
            for sender in senders:
                sender.join()
        texts = check(data, senders, real_embedder, real_transform)
        known = {source: texts[source] for source in SOURCES if source in texts}
        tally["kills"] += 1
        tally["changes acknowledged"] += sum(sender.acknowledged for sender in senders)
        tally["changes interrupted"] += sum(len(sender.begun) for sender in senders)


def hand_in(client: httpx.Client, content: bytes) -> str:
    """Send an archive, and give where its job can be asked about."""
    response = client.post("/v1/documents", files={"file": ("a.zip", content)})
    assert response.status_code == 202, response.text
    return response.headers["location"]


def wait_for(senders: list[Sender], changes: int) -> None:
    """Until so many more changes are acknowledged."""
    until = sum(sender.acknowledged for sender in senders) + changes
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sum(sender.acknowledged for sender in senders) < until:
        assert all(sender.is_alive() for sender in senders)
        assert time.monotonic() < deadline
        time.sleep(0.01)
