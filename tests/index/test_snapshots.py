import random

import numpy as np
import pytest

from index import dense
from index.dense import Transform
from index.snapshots import SnapshotFolder

CHUNKING = {"ko": 600}


def snapshot_of(generation, seed=0):
    matrix = np.random.default_rng(seed).standard_normal((6, 4)).astype(np.float32)
    owners = np.array([1, 1, 2, 4, 4, 4], np.int64)
    with_mean = Transform("mean", lambda m, _o, _l: (m, {"mean": m.mean(axis=0)}))
    return dense.build(generation, "fake", matrix, owners, np.full(6, "ko"), with_mean)


@pytest.fixture
def folder(tmp_path):
    return SnapshotFolder(tmp_path)


def test_what_was_saved_is_loaded(folder):
    saved = snapshot_of(7)
    folder.save(saved, CHUNKING)
    loaded, manifest = folder.load()
    assert (loaded.generation, loaded.model_id, loaded.transform) == (7, "fake", "mean")
    assert loaded.owners.tolist() == [1, 1, 2, 4, 4, 4]
    assert loaded.extras["mean"].tolist() == saved.extras["mean"].tolist()
    for row, vectors in saved.vectors_of([1, 2, 4]).items():
        assert loaded.vectors_of([row])[row].tolist() == vectors.tolist()
    query = np.ones(4, np.float32)
    assert loaded.search(query, 3) == saved.search(query, 3)
    assert (manifest.passages, manifest.vectors, manifest.chunking) == (3, 6, CHUNKING)
    assert set(manifest.files) == {"vectors.faiss", "owners.npy", "extra-mean.npy"}


def test_the_newest_two_are_kept(folder, tmp_path):
    for generation in (3, 5, 9, 12):
        folder.save(snapshot_of(generation), CHUNKING)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"9", "12", "CURRENT"}
    assert folder.load()[0].generation == 12


def test_a_restored_older_database_publishes_below_what_is_there(folder, tmp_path):
    for generation in (8, 9, 2):
        folder.save(snapshot_of(generation), CHUNKING)
    assert folder.load()[0].generation == 2
    assert {path.name for path in tmp_path.iterdir()} == {"2", "9", "CURRENT"}


def test_the_same_generation_again_replaces_it(folder):
    folder.save(snapshot_of(5, seed=1), CHUNKING)
    second = snapshot_of(5, seed=2)
    folder.save(second, CHUNKING)
    assert folder.load()[0].vectors_of([2])[2].tolist() == second.vectors_of([2])[2].tolist()


def test_leftovers_are_swept(folder, tmp_path):
    folder.save(snapshot_of(1), CHUNKING)
    (tmp_path / ".building").mkdir()
    (tmp_path / ".building" / "vectors.faiss").write_bytes(b"half")
    (tmp_path / "CURRENT.new").write_text("9 abc")
    folder.sweep()
    assert {path.name for path in tmp_path.iterdir()} == {"1", "CURRENT"}
    assert folder.load()[0].generation == 1


def test_nothing_there(folder):
    with pytest.raises(OSError, match="CURRENT"):
        folder.load()


FILES = ["5/vectors.faiss", "5/owners.npy", "5/extra-mean.npy", "5/manifest.json", "CURRENT"]


@pytest.mark.parametrize("name", FILES)
def test_no_damage_goes_unseen(folder, tmp_path, name):
    folder.save(snapshot_of(5), CHUNKING)
    path = tmp_path / name
    whole = path.read_bytes()
    chance = random.Random(name)
    damaged = [whole[: chance.randrange(len(whole))] for _ in range(15)]
    for _ in range(40):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(flipped))
    for content in damaged:
        if content.split() == whole.split():
            continue  # the pointer's line end carries nothing
        path.write_bytes(content)
        with pytest.raises((ValueError, OSError)):
            folder.load()
    path.unlink()
    with pytest.raises(OSError, match=path.name):
        folder.load()
    path.write_bytes(whole)
    assert folder.load()[0].generation == 5


def test_a_pointer_leads_nowhere_else(folder, tmp_path):
    folder.save(snapshot_of(5), CHUNKING)
    digest = (tmp_path / "CURRENT").read_text().split()[1]
    (tmp_path / "5").rename(tmp_path.parent / "outside")
    (tmp_path / "CURRENT").write_text(f"../outside {digest}\n")
    with pytest.raises(ValueError, match="points at"):
        folder.load()
