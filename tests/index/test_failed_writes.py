"""A write that the disk refuses is never acknowledged, and nothing that was is lost by it."""

import itertools
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index import fault_child
from tests.index.fakes import FakeEmbedder
from tests.index.kill_child import DIMENSION, document
from tests.index.opening import open_plain
from tests.index.test_kill import GONE, looked_at, possible

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")


@pytest.fixture
def driver(tmp_path):
    """Runs cases on command, on copies of a data directory with one document."""
    with open_plain(tmp_path / "data", FakeEmbedder(dimension=DIMENSION)) as index:
        index.add(document("old.txt", 1))
    with subprocess.Popen(
        [sys.executable, "-m", fault_child.__name__, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip

        def run(case, *fault):
            process.stdin.write(" ".join([case, *map(str, fault)]) + "\n")
            process.stdin.flush()
            outcome = process.stdout.readline().strip()
            if outcome.startswith("refused"):
                pytest.skip(outcome)
            assert outcome == "0", fault
            return tmp_path / case

        yield run
        process.stdin.close()


def check(folder, tally):
    """Refusals have their name, and what is there after them is what it may be."""
    log = (folder / "log").read_text() if (folder / "log").exists() else ""
    assert {line for line in log.splitlines() if line[0] == "!"} <= {"! storage_failed"}
    known = looked_at(folder / "data")
    allowed = possible({"old.txt": "1"}, log)
    for source, versions in allowed.items():
        assert known.get(source, GONE) in versions, (source, log)
    assert known.keys() <= allowed.keys()
    tally["faults"] += 1
    tally["changes refused"] += log.count("!")
    tally["changes acknowledged"] += log.count(" ok\n")
    shutil.rmtree(folder)
    return log.splitlines()


@pytest.mark.promise(3)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["fdatasync", "fsync", "pwrite64"])
def test_a_call_that_fails(driver, call, scale, tally):
    """The first, the second, ... call of each thread, until one has so many no longer."""
    for number in itertools.islice(itertools.count(1), scale(2, 2_000)):
        folder = driver(f"{call}-{number}", "strace", call, number)
        if "INJECTED" not in (folder / "strace").read_text():
            break
        lines = check(folder, tally)
        # Only SQLite makes these calls; the others' are for what can be made again.
        if call != "fsync" and "! storage_failed" in lines:
            after = lines[lines.index("! storage_failed") :]
            assert not [line for line in after if line.endswith(" ok")], lines
    assert tally["changes refused"] > 0


@pytest.mark.promise(3)
def test_files_that_may_not_grow(driver, scale, seed, tally):
    chance = random.Random(seed)
    for number in range(scale(4, 200)):
        # The database has some hundred kilobytes, files of a snapshot have some thousand bytes.
        check(driver(f"limit-{number}", "limit", int(10 ** chance.uniform(2, 6))), tally)
    assert tally["changes refused"] > 0
    assert tally["changes acknowledged"] > 0
