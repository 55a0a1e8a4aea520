"""Killed at any moment, over and over: what was acknowledged is there, what was removed is not."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.index import kill_child
from tests.index.fakes import FakeEmbedder
from tests.index.kill_child import DIMENSION, document
from tests.index.looking import everything, nearest_texts
from tests.index.opening import open_plain

GONE = None


@pytest.fixture
def driver(tmp_path):
    """Kills children on command; ends when its input does."""
    command = [sys.executable, "-m", kill_child.__name__, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        yield process
        process.stdin.close()


def possible(known, log):
    """What each source may hold now: what was acknowledged last, or a change begun after it."""
    state = {source: {version} for source, version in known.items()}
    begun = {}
    for line in log.splitlines():
        sign, *words = line.split()
        if sign not in "+-":
            continue
        source = words[0]
        if words[1:] == ["ok"]:
            state[source] = {begun.pop(source)[-1]}
        else:
            begun.setdefault(source, []).append(GONE if sign == "-" else words[1])
    for source, versions in begun.items():
        state.setdefault(source, {GONE}).update(versions)
    return state


def test_possible_states():
    log = "+ a 1\n+ b 2\n+ a ok\n+ b ok\n- a\nrebuild\nrebuild ok\n- a ok\n+ b 3\n- b\n+ c 4\n"
    assert possible({"c": "9", "d": "5"}, log) == {
        "a": {GONE}, "b": {"2", "3", GONE}, "c": {"9", "4"}, "d": {"5"},
    }  # fmt: skip


def looked_at(folder):
    """The versions that are there by source, after holding every structure against the others."""
    if not (folder / "briefings.sqlite3").exists():  # killed before there was one
        return {}
    with closing(sqlite3.connect(folder / "briefings.sqlite3")) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    embedder = FakeEmbedder(dimension=DIMENSION)
    with open_plain(folder, embedder) as index:
        assert embedder.embedded == []
        versions = {one.source: one.text.split()[1] for one in index.documents()}
        texts = {
            passage.text
            for source, version in versions.items()
            for passage in document(source, version).passages
        }
        assert everything(index) == texts == set(nearest_texts(index, "줄1"))
    return versions


@pytest.mark.promise(1)
@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_a_kill_loses_and_resurrects_nothing(driver, tmp_path, scale, seed, tally):
    chance = random.Random(seed)
    known, read = {}, 0
    for _ in range(scale(5, 200)):
        # From the opening on; a change takes some milliseconds, and so do its steps.
        moment = f"{chance.randrange(8)} {chance.uniform(0, 0.03):.4f}"
        driver.stdin.write(f"{chance.getrandbits(60)} {moment}\n")
        driver.stdin.flush()
        assert int(driver.stdout.readline()) == -signal.SIGKILL
        log = (tmp_path / "log").read_text()
        allowed = possible(known, log[read:])
        tally["kills"] += 1
        tally["changes acknowledged"] += log[read:].count(" ok\n")
        tally["changes interrupted"] += sum(len(versions) > 1 for versions in allowed.values())
        read = len(log)
        known = looked_at(tmp_path / "data")
        for source, versions in allowed.items():
            assert known.get(source, GONE) in versions, source
        assert known.keys() <= allowed.keys()
    assert tally["changes acknowledged"] > 0
