"""Another model's vectors, made in a run that was killed: what it had made is kept."""

import os
import signal
import subprocess
import sys
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
