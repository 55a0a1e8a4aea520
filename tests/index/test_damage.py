"""Damaged files are mended or named; they never change an answer.

Truncations and flipped bits over every kind of file that a data directory holds.
"""

import random
import shutil
from zlib import crc32

import pytest

from index.errors import BriefingError, IndexDamaged
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, found_texts, nearest_texts
from tests.index.opening import open_plain

GIVEN = [simple(f"문서 {n}\n예산 {n * n}\n끝 {n}", source=f"{n}.txt") for n in range(12)]
QUESTIONS = ["문서 3", "예산 49", "끝"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "data"
    with open_plain(folder, FakeEmbedder()) as index:
        list(index.add_all(GIVEN))
        return folder, answers(index)


@pytest.fixture
def copy(whole, tmp_path):
    return shutil.copytree(whole[0], tmp_path / "data")


def answers(index):
    return (
        everything(index),
        [nearest_texts(index, question, 5) for question in QUESTIONS],
        [found_texts(index, question) for question in QUESTIONS],
        {d.doc_id: index.document(d.doc_id) for d in index.documents()},
    )


def damaged(content, chance):
    if chance.random() < 0.3:
        return content[: chance.randrange(len(content))]
    flipped = bytearray(content)
    for _ in range(chance.choice([1, 1, 4])):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


# Kinds of derived files, by their path without the generation.
DERIVED = ("alignment", "snapshots")
# Written by people, who may write anything: see test_alias_file.
OURS = ("aliases.csv",)


def kind_of(path, folder):
    """A file's path; all segments are one kind, whatever their names."""
    if path.suffix == ".segment":
        return "snapshots/N.segment"
    return path.relative_to(folder).as_posix()


def files_by_kind(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]
    return {kind_of(path, folder): path for path in files if path.name not in OURS}


def test_every_kind_of_file_is_damaged(whole):
    kinds = set(files_by_kind(whole[0]))
    assert {"LAYOUT", "briefings.sqlite3", "snapshots/CURRENT"} < kinds
    assert "snapshots/N.segment" in kinds


@pytest.mark.promise(5)
@pytest.mark.parametrize("read_only", [False, True])
def test_damage_is_mended_or_named_and_changes_no_answer(
    copy, whole, read_only, scale, seed, tally
):
    chance = random.Random(seed)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    for kind, path in files_by_kind(copy).items():
        for _ in range(scale(5, 250)):
            path.write_bytes(damaged(before[path], chance))
            look(copy, whole[1], kind, tally, read_only=read_only)
            put_back(copy, before)


def look(folder, expected, kind, tally, *, read_only):
    embedder = FakeEmbedder()
    tally["faults"] += 1
    try:
        with open_plain(folder, embedder, read_only=read_only) as index:
            found = answers(index)
    except BriefingError:
        # What can be made again has to be made again; the rest is named.
        assert not kind.startswith(DERIVED), kind
        tally["named"] += 1
        return
    if kind == "briefings.sqlite3":
        # A flip where SQLite looks for none may change what ranks higher, or hide a passage: never
        # what a document says.
        assert found[3] == expected[3]
        assert found[0] <= expected[0]
        tally["ranked otherwise"] += found != expected
        return
    assert found == expected, kind
    assert [text for text in embedder.embedded if text not in QUESTIONS] == [], kind
    tally["mended"] += 1


def put_back(folder, before):
    """The directory as it was, whatever a look has made of it."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@pytest.mark.promise(5)
def test_a_damaged_log_of_a_killed_writer_never_makes_wrong_answers(
    whole, tmp_path, scale, seed, tally
):
    """What was written last lies in the log beside the database: SQLite takes the part of it that
    its checksums cover."""
    chance = random.Random(seed)
    data = tmp_path / "data"
    with open_plain(data, FakeEmbedder()) as index:
        list(index.add_all(GIVEN[:6]))
        shutil.copytree(data, tmp_path / "killed")
    log = tmp_path / "killed" / "briefings.sqlite3-wal"
    content = log.read_bytes()
    assert len(content) > 10_000
    for number in range(scale(5, 250)):
        folder = shutil.copytree(tmp_path / "killed", tmp_path / str(number))
        (folder / log.name).write_bytes(damaged(content, chance))
        (folder / f"{log.name.removesuffix('wal')}shm").unlink(missing_ok=True)
        tally["faults"] += 1
        try:
            with open_plain(folder, FakeEmbedder()) as index:
                # Whole documents, the first of those that were stored.
                stored = {one.source for one in index.documents()}
                assert stored == {one.document.source for one in GIVEN[: len(stored)]}
                texts = {p.text for one in GIVEN[: len(stored)] for p in one.passages}
                assert everything(index) == texts
        except BriefingError:
            tally["named"] += 1
        shutil.rmtree(folder)


@pytest.mark.parametrize("gone", ["snapshots", "snapshots/CURRENT", "LAYOUT", "writer.lock"])
def test_a_missing_file_is_made_again(copy, whole, gone):
    path = copy / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with open_plain(copy, FakeEmbedder()) as index:
        assert answers(index) == whole[1]


def test_an_index_of_another_database_is_not_served(copy, tmp_path):
    with open_plain(tmp_path / "other", FakeEmbedder()) as index:
        list(index.add_all(simple(f"다른 {n}", source=f"{n}.txt") for n in range(12)))
    shutil.rmtree(copy / "snapshots")
    shutil.copytree(tmp_path / "other" / "snapshots", copy / "snapshots")
    with open_plain(copy, FakeEmbedder()) as index:
        assert everything(index) == {p.text for g in GIVEN for p in g.passages}


def test_a_lost_or_damaged_vector_is_embedded_again(copy, whole):
    with open_plain(copy, FakeEmbedder()) as index, index._store.writing() as connection:
        connection.execute("UPDATE embeddings SET crc = crc + 1 WHERE rowid = 3")
        connection.execute("DELETE FROM embeddings WHERE rowid = 5")
    (copy / "snapshots" / "CURRENT").unlink()  # with it nothing would have to be read
    with pytest.raises(IndexDamaged, match="briefing rebuild"):
        open_plain(copy, FakeEmbedder(), read_only=True)
    embedder = FakeEmbedder()
    with open_plain(copy, embedder) as index:
        assert len(embedder.embedded) == 2
        assert answers(index) == whole[1]


def test_vectors_of_too_few_sentences_are_embedded_again_by_a_rebuild(copy, whole):
    embedder = FakeEmbedder()
    with open_plain(copy, embedder) as index:
        with index._store.writing() as connection:
            connection.execute(
                "UPDATE embeddings SET rows = rows - 1,"
                " vectors = substr(vectors, 1, 64 * (rows - 1)) WHERE rowid = 3"
            )
            (blob,) = connection.execute(
                "SELECT vectors FROM embeddings WHERE rowid = 3"
            ).fetchone()
            connection.execute("UPDATE embeddings SET crc = ? WHERE rowid = 3", (crc32(blob),))
        index.rebuild()
        assert len(embedder.embedded) == 1
        assert answers(index) == whole[1]


def test_a_changed_text_is_never_shown(copy):
    with open_plain(copy, FakeEmbedder()) as index:
        with index._store.writing() as connection:
            connection.execute("UPDATE documents SET text = '거짓' || text WHERE id = 1")
        with pytest.raises(IndexDamaged, match="is damaged"):
            index.document(GIVEN[0].document.doc_id)
