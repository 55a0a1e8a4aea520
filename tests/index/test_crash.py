"""Whatever the moment a process dies: what was acknowledged is there, what was deleted is not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.crashpoints import EXIT_STATUS, CrashPoint
from tests.index import crash_child
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, nearest_texts
from tests.index.opening import open_plain

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")

STORING = [point for point in CrashPoint if not point.startswith(("backup", "restore"))]
# Each point in the first document, at the change of one, at a removal and at a rebuild; in the
# long form at the first fifteen times that it is reached.
COUNTS = (1, 4, 5, 6)
ALL_COUNTS = range(1, 16)
KILLED = (1, 2, 9, 10, 20)
ALL_KILLED = range(1, 31)


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        soaking = metafunc.config.getoption("--soak")
        counts, killed = (ALL_COUNTS, ALL_KILLED) if soaking else (COUNTS, KILLED)
        at_points = [f"{point}:{count}" for point in STORING for count in counts]
        metafunc.parametrize("case", [*at_points, *(f"kill:{count}" for count in killed)])


@pytest.fixture(scope="module")
def crashed(tmp_path_factory, request):
    cases = [
        item.callspec.params["case"]
        for item in request.session.items
        if item.path == request.path and "case" in getattr(item, "fixturenames", ())
    ]
    root = tmp_path_factory.mktemp("crashes")
    subprocess.run(
        [sys.executable, "-m", crash_child.__name__, str(root), *cases],
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return root


def replay(log):
    """What must be there, and what may be besides or instead: the change under way at the end."""
    state, pending = {}, None
    for line in log.splitlines():
        sign, number, *acknowledged = line.split()
        if not acknowledged:
            pending = (sign, int(number))
            continue
        pending = None
        apply(state, sign, int(number))
    after = dict(state)
    if pending:
        apply(after, *pending)
    return state, after


def apply(state, sign, number):
    if sign == "+":
        state[number // 2] = number
    else:
        state.pop(number // 2)


def check_relations(index):
    """Every document that is there is current, alone at its address, and in one story with all."""
    ids = {document.doc_id for document in index.documents()}
    for doc_id in ids:
        relations = index.relations(doc_id)
        assert [v.doc_id for v in relations.versions if v.current] == [doc_id]
        assert {copy.doc_id for copy in relations.story} == ids - {doc_id}


def texts_of(state):
    return {p.text for n in state.values() for p in crash_child.document(n).passages}


@pytest.mark.promise(2)
def test_a_crash_loses_and_resurrects_nothing(crashed, case, tally):
    folder = crashed / case
    killed = case.startswith("kill")
    assert int((folder / "status").read_text()) == (-signal.SIGKILL if killed else EXIT_STATUS)
    before, after = replay((folder / "log").read_text())
    with open_plain(folder / "data", FakeEmbedder(dimension=8), read_only=True) as index:
        seen = everything(index)
    assert seen in (texts_of(before), texts_of(after))
    embedder = FakeEmbedder(dimension=8)
    with open_plain(folder / "data", embedder) as index:
        assert everything(index) == seen
        assert set(nearest_texts(index, "문서")) == seen
        check_relations(index)
        index.add(crash_child.document(98))
        assert everything(index) == seen | texts_of({49: 98})
    assert [text for text in embedder.embedded if text in seen] == []
    left = {path.name for path in (folder / "data" / "snapshots").iterdir()}
    assert all(name.endswith(".segment") or name == "CURRENT" for name in left)
    assert len(left) <= 12
    tally["kills" if killed else "crashes"] += 1
