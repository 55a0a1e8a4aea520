"""Damaged files are mended or named; they never change an answer."""

import random
import shutil

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


@pytest.mark.parametrize("name", ["vectors.faiss", "owners.npy", "manifest.json", "../CURRENT"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_snapshot_is_made_again(copy, whole, name, read_only):
    chance = random.Random(name)
    (generation,) = [p for p in (copy / "snapshots").iterdir() if p.name != "CURRENT"]
    path = generation / name
    content = path.read_bytes()
    for _ in range(6):
        path.write_bytes(damaged(content, chance))
        embedder = FakeEmbedder()
        with open_plain(copy, embedder, read_only=read_only) as index:
            assert answers(index) == whole[1]
        assert [text for text in embedder.embedded if text not in QUESTIONS] == []


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
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
    with pytest.raises(IndexDamaged, match="briefing rebuild"):
        open_plain(copy, FakeEmbedder(), read_only=True)
    embedder = FakeEmbedder()
    with open_plain(copy, embedder) as index:
        assert len(embedder.embedded) == 2
        assert answers(index) == whole[1]


def test_a_changed_text_is_never_shown(copy):
    with open_plain(copy, FakeEmbedder()) as index:
        with index._store.writing() as connection:
            connection.execute("UPDATE documents SET text = '거짓' || text WHERE id = 1")
        with pytest.raises(IndexDamaged, match="is damaged"):
            index.document(GIVEN[0].document.doc_id)


def test_a_damaged_database_is_named_or_answers_the_same(copy, whole):
    path = copy / "briefings.sqlite3"
    content = path.read_bytes()
    chance = random.Random(7)
    named = 0
    for _ in range(40):
        path.write_bytes(damaged(content, chance))
        try:
            with open_plain(copy, FakeEmbedder()) as index:
                documents = answers(index)[3]
        except BriefingError:
            named += 1
        else:
            assert documents == whole[1][3]
        for extra in copy.glob("briefings.sqlite3-*"):
            extra.unlink()
    assert named
