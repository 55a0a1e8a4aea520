"""Backups of a collection in use, and what becomes of them."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.backup import back_up
from index.errors import (
    BackupDamaged,
    NoCollection,
    NotEmpty,
    StorageFailed,
    StoreBusy,
    StoreTooNew,
)
from index.files import replacing
from index.partials import in_use, partial_of
from index.query import Query
from index.restoring import restore
from tests.index import copy_child
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything
from tests.index.opening import open_plain

OLD = [simple(f"옛 문서 {n}\n예산 {n}", source=f"{n}.txt") for n in range(4)]
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
NEW = [simple(f"새 문서 {n}\n여객선 {n}", source=f"{n}.txt") for n in range(4)]
KILLED = ["backup-copied:1", "backup-written:1", "restore-arrived:1", "restore-made-room:1"] + [
    f"restore-moved:{count}" for count in range(1, 7)
]


def nothing_first(_folder):
    pass


def texts(given):
    return {passage.text for one in given for passage in one.passages}


def filled(folder, given):
    with open_plain(folder, FakeEmbedder()) as index:
        list(index.add_all(given))
    return folder


def held(folder, *, read_only=False):
    with open_plain(folder, FakeEmbedder(), read_only=read_only) as index:
        return everything(index)


@pytest.fixture
def data(tmp_path):
    return filled(tmp_path / "data", OLD)


@pytest.fixture
def backup(data, tmp_path):
    back_up(data, tmp_path / "backup", nothing_first)
    return tmp_path / "backup"


@pytest.mark.parametrize("read_only", [False, True])
def test_what_was_backed_up_answers_the_same_without_embedding(data, tmp_path, read_only):
    (data / "aliases.csv").write_text("HIST,한빛원\n")
    with open_plain(data, FakeEmbedder()) as index:
        manifest = back_up(data, tmp_path / "backup", nothing_first)  # beside the writer
        hits, aliases = index.search(Query("예산 3")), index.aliases()
    assert manifest.documents == len(OLD)
    shutil.rmtree(data)
    assert restore(tmp_path / "backup", tmp_path / "new") == manifest
    embedder = FakeEmbedder()
    with open_plain(tmp_path / "new", embedder, read_only=read_only) as index:
        assert (index.search(Query("예산 3")), index.aliases()) == (hits, aliases)
    assert embedder.embedded == []


def test_the_dense_index_comes_along_and_is_made_again_where_it_does_not(backup, tmp_path):
    assert len(list((backup / "snapshots").iterdir())) == 2
    for gone in (backup / "snapshots").iterdir():
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    manifest = json.loads((backup / "backup.json").read_text())
    manifest["files"] = {n: m for n, m in manifest["files"].items() if "snapshots" not in n}
    (backup / "backup.json").write_text(json.dumps(manifest))
    restore(backup, tmp_path / "new")
    assert held(tmp_path / "new") == texts(OLD)


@pytest.mark.promise(19)
def test_a_backup_taken_while_documents_come_and_go_is_of_one_moment(tmp_path, scale, tally):
    """Documents 0, 1, ... come; every third is changed, of more than twenty the oldest goes."""
    data, stop = tmp_path / "data", threading.Event()
    states = [
        frozenset()
    ]  # what was there after each change, the one under way at the end included

    def put(index, number, text):
        given = simple(f"문서 {number}\n{text}", source=f"{number}.txt")
        others = {one for one in states[-1] if one.document.source != given.document.source}
        states.append(frozenset(others | {given}))
        index.add(given)

    def step(index, number):
        put(index, number, f"예산 {number}")
        if number % 3 == 0:
            put(index, number, "고친 예산")
        if len(states[-1]) > 20:
            oldest = min(states[-1], key=number_of)
            states.append(states[-1] - {oldest})
            index.remove(oldest.document.doc_id)

    with open_plain(data, FakeEmbedder()) as index, ExitStack() as ending:

        def write():
            for number in range(100_000):
                if stop.is_set():
                    return
                step(index, number)

        writer = threading.Thread(target=write)
        writer.start()
        ending.callback(writer.join)
        ending.callback(stop.set)
        for number in range(scale(3, 100)):
            acknowledged = len(states) - 1
            manifest = back_up(data, tmp_path / "backup", nothing_first)
            begun = len(states)
            restore(tmp_path / "backup", tmp_path / "new")
            embedder = FakeEmbedder()
            with open_plain(tmp_path / "new", embedder) as restored:
                assert embedder.embedded == []
                seen = {one.source: one.text for one in restored.documents(1_000_000)}
                matching = [
                    state
                    for state in states[max(0, acknowledged - 1) : begun]
                    if seen == {one.document.source: one.document.text for one in state}
                ]
                assert matching, f"backup {number}"
                assert len(seen) == manifest.documents
                assert everything(restored) == texts(matching[0])
                same_answers(restored, matching[0], tmp_path / "fresh")
            tally["backups"] += 1
            for copy in ("backup", "new", "fresh"):
                shutil.rmtree(tmp_path / copy)
    tally["changes meanwhile"] += len(states)


def number_of(given):
    return int(given.document.source.partition(".")[0])


def same_answers(index, given, folder):
    """An index that was given nothing but these documents answers the same."""
    with open_plain(folder, FakeEmbedder()) as fresh:
        list(fresh.add_all(sorted(given, key=number_of)))
        for question in ("예산 3", "고친 예산", "문서"):
            same_hits(index.search(Query(question)), fresh.search(Query(question)))


def same_hits(found, expected):
    """The same hits in the same order. The last bits of a score depend on how the vectors lie in
    segments, which those of a backup do otherwise than new ones."""
    assert [unscored(hit) for hit in found] == [unscored(hit) for hit in expected]
    for hit, other in zip(found, expected, strict=True):
        assert hit.score == pytest.approx(other.score, abs=1e-6)
        assert hit.scores == pytest.approx(other.scores, abs=1e-6)


def unscored(hit):
    return replace(hit, score=0.0, scores={})


def test_nothing_is_overwritten(data, backup, tmp_path):
    with pytest.raises(NotEmpty, match="backup exists"):
        back_up(data, backup, nothing_first)
    with pytest.raises(NotEmpty, match="--replace"):
        restore(backup, data)
    with pytest.raises(NoCollection):
        back_up(tmp_path / "nothing", tmp_path / "other", nothing_first)
    assert not (tmp_path / "nothing").exists()
    assert not (tmp_path / "other").exists()


def test_what_was_there_is_moved_aside_when_asked(backup, tmp_path):
    other = filled(tmp_path / "other", NEW)
    (other / "notes.txt").write_text("mine")
    restore(backup, other, replace=True)
    assert held(other) == texts(OLD)
    assert not (other / "notes.txt").exists()
    (aside,) = other.glob("replaced-*")
    assert (aside / "notes.txt").read_text() == "mine"
    assert held(aside) == texts(NEW)


def test_each_backup_has_a_folder_for_what_was_there_before_it(backup, tmp_path, monkeypatch):
    other = filled(tmp_path / "other", NEW)
    day = timedelta(days=1)
    with monkeypatch.context() as patch:
        for moment in (NOON, NOON, NOON, NOON - day, NOON + day):
            patch.setattr("index.restoring.datetime", SimpleNamespace(now=lambda _, m=moment: m))
            restore(backup, other, replace=True)
    first, *later = sorted(other.glob("replaced-*"))
    assert held(first) == texts(NEW)
    assert len(later) == 4
    assert all(held(aside) == texts(OLD) for aside in later)


def keys_of(folder):
    path = folder / "keys.json"
    return path.read_text(), stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_keys_come_along_and_stay_for_their_owners_eyes(data, tmp_path):
    (data / "keys.json").write_text("backed up")
    (data / "keys.json").chmod(0o600)
    back_up(data, tmp_path / "backup", nothing_first)
    other = filled(tmp_path / "other", NEW)
    (other / "keys.json").write_text("in use")
    restore(tmp_path / "backup", other, replace=True)
    restore(tmp_path / "backup", tmp_path / "new")
    for folder in (tmp_path / "backup", other, tmp_path / "new"):
        assert keys_of(folder) == ("backed up", 0o600)
    (aside,) = other.glob("replaced-*")
    assert (aside / "keys.json").read_text() == "in use"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_a_backup_without_keys_takes_away_none(backup, tmp_path):
    other = filled(tmp_path / "other", NEW)
    (other / "keys.json").write_text("in use")
    (other / "keys.json").chmod(0o600)
    restore(backup, other, replace=True)
    (aside,) = other.glob("replaced-*")
    assert keys_of(other) == keys_of(aside) == ("in use", 0o600)
    assert held(other) == texts(OLD)


def test_a_mounted_volume_is_restored_in_place(backup, tmp_path):
    folder = tmp_path / "volume"
    folder.mkdir()
    inode = folder.stat().st_ino
    restore(backup, folder)
    assert folder.stat().st_ino == inode
    assert held(folder) == texts(OLD)


@pytest.mark.parametrize("replace", [False, True])
def test_what_the_system_keeps_in_a_volume_stays_where_it_is(backup, tmp_path, replace):
    folder = filled(tmp_path / "volume", NEW) if replace else tmp_path / "volume"
    (folder / "lost+found").mkdir(parents=True)
    (folder / ".Trash-1000").mkdir()
    restore(backup, folder, replace=replace)
    assert held(folder) == texts(OLD)
    assert (folder / "lost+found").is_dir()
    assert (folder / ".Trash-1000").is_dir()


def test_nobody_else_may_be_writing(data, backup):
    with open_plain(data, FakeEmbedder()), pytest.raises(StoreBusy, match="open for writing"):
        restore(backup, data, replace=True)
    assert held(data) == texts(OLD)


@pytest.mark.parametrize("name", ["briefings.sqlite3", "LAYOUT", "snapshots/CURRENT"])
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_backup_that_has_changed_is_refused_before_anything_is_touched(
    backup, tmp_path, name, how
):
    content = bytearray((backup / name).read_bytes())
    content[-1] ^= 1
    (backup / name).unlink()
    if how == "changed":
        (backup / name).write_bytes(content)
    with pytest.raises(BackupDamaged, match=name):
        restore(backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("files", {"../LAYOUT": {"size": 2, "sha256": ""}}, BackupDamaged),
        ("files", ["LAYOUT"], BackupDamaged),
        ("format", "another", BackupDamaged),
        ("version", 2, StoreTooNew),
        ("layout", 2, StoreTooNew),
        ("schema", 999, StoreTooNew),
    ],
)
def test_a_manifest_of_another_kind_is_refused(backup, tmp_path, key, value, error):
    manifest = json.loads((backup / "backup.json").read_text())
    (backup / "backup.json").write_text(json.dumps({**manifest, key: value}))
    with pytest.raises(error):
        restore(backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_data_directory_is_no_backup(data, tmp_path):
    with pytest.raises(BackupDamaged, match="is no backup"):
        restore(data, tmp_path / "new")
    with pytest.raises(BackupDamaged, match="is no backup"):
        restore(tmp_path / "nowhere", tmp_path / "new")


def test_a_failure_leaves_nothing_behind(data, tmp_path):
    def fail(folder):
        (folder / "half").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFailed, match="No space left"):
        back_up(data, tmp_path / "backup", fail)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def pytest_generate_tests(metafunc):
    if "killed" in metafunc.fixturenames:
        rounds = 3 if metafunc.config.getoption("--soak") else 1
        metafunc.parametrize("killed", range(rounds), indirect=True)


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Each round's folder: a backup or a restoration has been killed in it at every point."""
    root = tmp_path_factory.mktemp("killed")
    filled(root / "data", NEW)
    (root / "data" / "notes.txt").write_text("mine")
    back_up(filled(root / "old", OLD), root / "backup", nothing_first)
    subprocess.run(
        [sys.executable, "-m", copy_child.__name__, str(root), *KILLED],
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return root


@pytest.mark.promise(2)
@pytest.mark.skipif(os.name == "nt", reason="forks")
@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("case", KILLED)
def test_killed_on_the_way_there_is_the_old_or_the_new(killed, case, read_only, tmp_path, tally):
    folder = shutil.copytree(killed / case, tmp_path / "case")
    assert int((folder / "status").read_text()) == -signal.SIGKILL
    restoring = case.startswith("restore")
    found = held(folder / "data", read_only=read_only)
    assert found == texts(OLD if restoring else NEW)
    assert not (folder / "backup").exists()
    if restoring:
        (aside,) = (folder / "data").glob("replaced-*")
        assert (aside / "notes.txt").read_text() == "mine"
        assert held(aside) == texts(NEW)
        assert not {"arriving", "arrived", "placing"} & {
            p.name for p in (folder / "data").iterdir()
        }
    else:
        (left,) = folder.glob(".backup.*.partial")
        back_up(folder / "data", folder / "backup", nothing_first)
        assert not left.exists()
        restore(folder / "backup", folder / "new")
        assert held(folder / "new") == texts(NEW)
    tally["kills"] += 1


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked")
def test_what_another_backup_is_making_is_left_alone(data, tmp_path):
    mine = {
        tmp_path / ".backup.1.txt",
        tmp_path / ".backup.x.partial",
        tmp_path / ".other.1.partial",
    }
    for path in mine:
        path.mkdir()
    left, made = tmp_path / ".backup.1.partial", tmp_path / ".backup.2.partial"
    left.mkdir()
    made.mkdir()
    with in_use(made):
        back_up(data, tmp_path / "backup", nothing_first)
    assert set(tmp_path.iterdir()) == {data, tmp_path / "backup", made, *mine}


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked")
def test_one_of_the_same_name_and_process_number_is_left_alone(data, tmp_path):
    """As another container makes it, whose processes are numbered alike."""
    made = partial_of(tmp_path / "backup")
    made.mkdir()
    (made / "half").write_text("half")
    with in_use(made), pytest.raises(StorageFailed, match="exists"):
        back_up(data, tmp_path / "backup", nothing_first)
    assert (made / "half").read_text() == "half"


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked")
def test_what_a_killed_export_has_left_goes_with_the_next(tmp_path):
    (tmp_path / ".out.jsonl.1.partial").write_text("half")
    with replacing(tmp_path / "out.jsonl") as file:
        file.write(b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
