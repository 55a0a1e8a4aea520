"""Large segments compared by codes first: what is found is scored exactly, and little is missed."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
import pytest

from index import coded, growth
from index.coded import Coded, encode, read_codes
from index.dense import IDENTITY
from index.vectors import Frame, Unmoved, moved
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, found_texts, nearest_texts
from tests.index.opening import open_plain
from tests.index.segments import segment_of

WIDTH, COUNT = 32, 1_500
FRAME = Frame({}, COUNT)


@pytest.fixture(scope="module", params=["all", "lists"])
def pieces(request, tmp_path_factory):
    """The same vectors, clustered as those of texts are: exact, and with codes, of which all are
    compared or those in some lists."""
    chance = np.random.default_rng(3)
    segment = segment_of([f"글 {n}" for n in range(COUNT)], width=WIDTH)
    centres = chance.standard_normal((60, WIDTH))
    rows = centres[chance.integers(0, 60, 2 * COUNT)] + chance.standard_normal((2 * COUNT, WIDTH))
    segment.vectors[:] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    path = tmp_path_factory.mktemp("codes") / "codes"
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "lists":
            patch.setattr(coded, "_LISTED", COUNT)
        encode(segment, FRAME, IDENTITY, path)
    codes = read_codes(path, 2 * COUNT, WIDTH)
    assert hasattr(codes, "nlist") == (request.param == "lists")
    return moved(segment, FRAME, IDENTITY), Coded(segment, codes, FRAME, IDENTITY)


def test_without_memory_the_same(pieces):
    unmoved = Unmoved(pieces[1].segment, FRAME, IDENTITY)
    for question in questions(pieces, 3):
        assert best(unmoved, question) == pytest.approx(best(pieces[0], question), abs=1e-5)


def best(piece, question, visible=None):
    """The ten nearest passages with their products."""
    passages, products = piece.compare(question).nearest(10, visible)
    order = np.lexsort((passages, -products))[:10]
    return dict(zip(passages[order].tolist(), products[order].tolist(), strict=True))


def questions(pieces, count):
    chance = np.random.default_rng(4)
    rows = pieces[0].matrix[chance.integers(0, 2 * COUNT, count)]
    return rows + 0.1 * chance.standard_normal(rows.shape).astype(np.float32)


@pytest.mark.parametrize("share", [None, 0.5, 0.01])
def test_nearly_all_of_the_nearest_are_found_and_scored_exactly(pieces, share, monkeypatch):
    monkeypatch.setattr(coded, "_FEW_LINES", 100)
    visible = None if share is None else np.random.default_rng(5).random(COUNT) < share
    recalled = 0
    for question in questions(pieces, 50):
        exact, found = (best(piece, question, visible) for piece in pieces)
        assert len(found) == len(exact) == 10
        assert visible is None or visible[list(found)].all()
        for passage in exact.keys() & found.keys():
            assert found[passage] == pytest.approx(exact[passage], abs=1e-5)
        recalled += len(exact.keys() & found.keys())
    assert recalled / 500 >= 0.95  # of few vectors; benchmarks/scale.py has many


def test_more_than_there_are(pieces):
    visible = np.arange(COUNT) < 7
    (question,) = questions(pieces, 1)
    for piece in pieces:
        passages, _ = piece.compare(question).nearest(10, visible)
        assert sorted(passages.tolist()) == list(range(7))
        passages, _ = piece.compare(question).nearest(COUNT + 5, None)
        assert len(passages) == COUNT
        assert len(piece.compare(question).nearest(10, visible & False)[0]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the system's own threads are counted")
def test_encoding_takes_one_thread_and_leaves_the_rest_as_it_was(pieces, tmp_path):
    def started():
        faiss.omp_set_num_threads(2)  # of this thread, and as many as it likes by default
        before = threads()
        encode(pieces[1].segment, FRAME, IDENTITY, tmp_path / "codes")
        return threads() - before, faiss.omp_get_max_threads()

    def threads():
        return {one.name for one in Path("/proc/self/task").iterdir()}

    with ThreadPoolExecutor(1) as own:
        assert own.submit(started).result() == (set(), 2)


def test_codes_of_something_else_are_refused(pieces, tmp_path):
    encode(pieces[1].segment, FRAME, IDENTITY, tmp_path / "codes")
    with pytest.raises(ValueError, match="has codes of"):
        read_codes(tmp_path / "codes", 7, WIDTH)
    faiss.write_index(faiss.IndexFlatIP(WIDTH), str(tmp_path / "codes"))
    assert read_codes(tmp_path / "codes", 0, WIDTH) is None
    (tmp_path / "codes").write_bytes(b"none")
    with pytest.raises(ValueError, match="holds no codes"):
        read_codes(tmp_path / "codes", 7, WIDTH)


def test_a_large_collection_gets_codes_and_finds_the_same(tmp_path, monkeypatch):
    for name, value in (("AT_ONCE", 16), ("_CODED_LINES", 40)):
        monkeypatch.setattr(growth, name, value)
    monkeypatch.setattr("index.vectors.ALWAYS_FITTED", 20)
    given = [simple(f"문서 {n}\n예산 {n * n}\n끝 {n}", source=f"{n}.txt") for n in range(60)]
    with open_plain(tmp_path, FakeEmbedder()) as index:
        for one in given:
            index.add(one)
        index._publisher.settle()
        index.remove(given[7].document.doc_id)
        assert any(held.codes for held in index._publisher._held)
        before = [nearest_texts(index, f"예산 {n * n}", 1) for n in range(8, 60)]
        seen = everything(index)
    assert [text for (text,) in before] == [f"문서 {n}\n예산 {n * n}" for n in range(8, 60)]
    for read_only in (True, False):
        monkeypatch.setattr("index.pieces._IN_MEMORY", 400 * read_only)
        embedder = FakeEmbedder()
        with open_plain(tmp_path, embedder, read_only=read_only) as index:
            assert everything(index) == seen
            assert any(held.codes for held in index._publisher._held)
            again = [nearest_texts(index, f"예산 {n * n}", 1) for n in range(8, 60)]
            assert again == before
            assert found_texts(index, "끝") == sorted(t for t in seen if t.startswith("끝"))
    (codes, *_) = (tmp_path / "snapshots").glob("*.codes")
    codes.write_bytes(codes.read_bytes()[:-1] + b"x")
    with open_plain(tmp_path, FakeEmbedder()) as index:
        assert everything(index) == seen
