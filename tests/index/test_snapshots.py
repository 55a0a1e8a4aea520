import hashlib
import json
import random
from dataclasses import replace

import numpy as np
import pytest

from index import arrays
from index.arrays import Column
from index.manifest import LAYOUT, Manifest, SegmentFiles
from index.segment import Segment
from index.snapshots import SnapshotFolder
from tests.index.segments import segment_of
from tests.index.test_merging import same


@pytest.fixture
def folder(tmp_path):
    return SnapshotFolder(tmp_path)


def manifest_of(generation, *files):
    segments = tuple(map(SegmentFiles, files))
    return Manifest(LAYOUT, generation, "fake", 4, {"ko": 600}, 3, "digest", segments)


def put(folder, number):
    segment = segment_of(["예산 심의", f"글 {number}"], width=4)
    return folder.keep(folder.write(segment.to_columns()), "segment")


def read(folder, file):
    return Segment.from_arrays(arrays.read(folder.check(file)))


def test_what_was_put_is_read(folder):
    file, codes = put(folder, 1), put(folder, 2)
    segments = (SegmentFiles(file, codes), SegmentFiles(codes))
    given = replace(manifest_of(7), segments=segments, frame=codes)
    folder.point(given)
    assert folder.manifest() == given
    same(read(folder, file), segment_of(["예산 심의", "글 1"], width=4))


def test_segments_of_this_snapshot_and_of_the_one_before_are_kept(folder, tmp_path):
    files = [put(folder, 0)]
    for number in range(1, 4):
        files.append(put(folder, number))
        folder.point(manifest_of(number, *files[-2:]))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"CURRENT", *(file.name for file in files[1:])}


FULL = OSError(28, "No space left on device")


def half():
    """An array's first block, and then a full disk."""
    yield np.zeros(4096, np.uint8)
    raise FULL


def write_half(path):
    path.write_bytes(b"half")
    raise FULL


def test_a_file_that_could_not_be_written_leaves_nothing(folder, tmp_path):
    with pytest.raises(OSError, match="No space"):
        folder.write({"rows": Column(np.dtype(np.uint8), (8192,), half())}, "merging")
    with pytest.raises(OSError, match="No space"):
        folder.write_by(write_half, "encoding")
    assert list(tmp_path.iterdir()) == []


def test_a_pointer_that_could_not_be_written_leaves_what_is_in_use(folder, tmp_path):
    file = put(folder, 1)
    folder.point(manifest_of(1, file))
    (tmp_path / "CURRENT.new").mkdir()
    with pytest.raises(OSError, match=r"CURRENT\.new"):
        folder.point(manifest_of(2, put(folder, 2)))
    assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", file.name}
    assert folder.manifest() == manifest_of(1, file)


def test_leftovers_are_swept(folder, tmp_path):
    file = put(folder, 1)
    folder.point(manifest_of(1, file))
    (tmp_path / ".building").write_bytes(b"half")
    (tmp_path / ".kept").mkdir()
    (tmp_path / "CURRENT.new").write_text("9 abc")
    (tmp_path / "12").mkdir()  # as an earlier release wrote them
    (tmp_path / "12" / "vectors.faiss").write_bytes(b"older")
    folder.sweep()
    assert {path.name for path in tmp_path.iterdir()} == {file.name, "CURRENT"}
    assert folder.manifest().generation == 1


@pytest.mark.parametrize(
    "change", [{"layout": 1}, {"segments": [{"name": "a"}]}, {"more": 1}, {"frame": {"x": 1}}]
)
def test_a_manifest_of_another_form_is_refused(change):
    _, _, content = manifest_of(5).to_text().partition("\n")
    text = json.dumps(json.loads(content) | change)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with pytest.raises(ValueError, match="manifest"):
        Manifest.from_text(f"{digest}\n{text}")


def test_nothing_there(folder):
    assert not folder.exists()
    with pytest.raises(OSError, match="CURRENT"):
        folder.manifest()


def read_all(folder):
    return [read(folder, file) for file in folder.manifest().files]


@pytest.mark.parametrize("which", ["segment", "CURRENT"])
def test_no_damage_goes_unseen(folder, tmp_path, which):
    file = put(folder, 1)
    folder.point(manifest_of(5, file))
    path = tmp_path / (file.name if which == "segment" else which)
    whole = path.read_bytes()
    chance = random.Random(which)
    damaged = [whole[: chance.randrange(len(whole))] for _ in range(15)]
    for _ in range(40):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(flipped))
    for content in damaged:
        path.write_bytes(content)
        with pytest.raises((ValueError, OSError)):
            read_all(folder)
    path.unlink()
    with pytest.raises(OSError, match=path.name):
        read_all(folder)
    path.write_bytes(whole)
    assert len(read_all(folder)) == 1


def test_a_manifest_leads_nowhere_else(folder, tmp_path):
    file = put(folder, 1)
    (tmp_path / file.name).rename(tmp_path.parent / "outside")
    outside = type(file)("../outside", file.sha256)
    folder.point(manifest_of(5, outside))
    with pytest.raises(ValueError, match="no name"):
        read_all(folder)
