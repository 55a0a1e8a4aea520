"""Another model's vectors, made in a run that was killed: what it had made is kept."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import ModelMismatch
from index.query import Query
from tests.index import rebuild_child
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain
from tests.index.rebuild_child import LoggingEmbedder

# Some passages more than three batches of the embedder.
PASSAGES = 200


@pytest.mark.skipif(os.name == "nt", reason="kills itself by a signal")
def test_nothing_is_embedded_twice_by_a_rebuild_that_was_killed(tmp_path):
    data, log = tmp_path / "data", tmp_path / "embedded"
    with open_plain(data, FakeEmbedder()) as index:
        list(index.add_all(simple(f"문서 {n}", source=f"{n}.txt") for n in range(PASSAGES)))
    done = []
    for killed_at in (2, 3):  # the second run embeds two batches more
        ended = subprocess.run(
            [sys.executable, "-m", rebuild_child.__name__, data, log, str(killed_at)],
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL
        done.append(len(log.read_text().splitlines()))
        with open_plain(data, FakeEmbedder()) as index:  # the old model answers meanwhile
            assert index.search(Query("문서 7"))
    assert done == [64, 64 * 3]
    with open_plain(data, LoggingEmbedder(log)) as index:
        with pytest.raises(ModelMismatch):
            index.search(Query("문서 7"))
        index.rebuild()
        assert index.search(Query("문서 7"))[0].passage.text == "문서 7"
    embedded = log.read_text().splitlines()
    assert len(embedded) == len(set(embedded)) == PASSAGES


class WaitingEmbedder(FakeEmbedder):
    """Stops in its second batch until it is let go."""

    def __init__(self):
        super().__init__(rebuild_child.OTHER)
        self.stopped, self.go = threading.Event(), threading.Event()
        self._calls = 0

    def encode_passages(self, passages):
        self._calls += 1
        if self._calls == 2:
            self.stopped.set()
            assert self.go.wait(30)
        return super().encode_passages(passages)


def test_who_only_reads_goes_on_with_the_old_model_until_the_new_one_is_whole(tmp_path):
    question, embedder = Query("문서 7"), WaitingEmbedder()
    with open_plain(tmp_path, FakeEmbedder()) as index:
        list(index.add_all(simple(f"문서 {n}", source=f"{n}.txt") for n in range(100)))
    with (
        open_plain(tmp_path, FakeEmbedder(), read_only=True) as reader,
        open_plain(tmp_path, embedder) as writer,
    ):
        before = reader.search(question)
        with ThreadPoolExecutor(1) as thread:
            rebuilding = thread.submit(writer.rebuild)
            assert embedder.stopped.wait(30)
            assert reader.search(question) == before
            embedder.go.set()
            rebuilding.result()
        writer.add(simple("문서 101", source="101.txt"))  # of which there are no other vectors
        for look in (reader.follow, lambda: reader.search(question)):
            with pytest.raises(ModelMismatch):
                look()
        after = writer.search(question)
    assert after[0].passage.text == "문서 7"
    with open_plain(tmp_path, FakeEmbedder(rebuild_child.OTHER), read_only=True) as reader:
        assert reader.search(question) == after
