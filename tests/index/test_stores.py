"""What every earlier release has really written opens, and answers the same."""

import zipfile
from dataclasses import replace

import pytest

from index import schema
from index.checking import check
from index.errors import UnknownDocument
from index.query import Query
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, found_texts, nearest_texts
from tests.index.opening import open_plain
from tests.index.written import DIMENSION, FORMER, REMOVED, STORES, A, B, D, write

KEPT = sorted(STORES.glob("schema-*.zip"))
QUESTIONS = ("장관이 무엇을 물었나", "여객선 운항", "harbour ferries")
# Two lines to a passage: the last line of B is one of its own.
TEXTS = {
    "장관이 원장에게 예산을 다시 물었다\n원장은 답했다",
    "여객선 운항은 12일 시작한다\n요금은 그대로다",
    "표는 역에서 판다",
    "The minister opened the harbour 🚀\nIt holds two ferries",
}


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def data(request, tmp_path):
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh")
    write(folder)
    with open_plain(folder, FakeEmbedder(dimension=DIMENSION)) as index:
        yield index


def test_there_is_one_of_every_earlier_schema():
    packed = {int(path.stem.removeprefix("schema-")) for path in KEPT}
    assert set(range(1, schema.VERSION)) <= packed
    for version in packed:
        assert version <= schema.VERSION


@pytest.mark.promise(18)
@pytest.mark.parametrize("read_only", [False, True])
def test_it_answers_as_one_of_this_release(data, fresh, read_only, tally):
    embedder = FakeEmbedder(dimension=DIMENSION)
    with open_plain(data, embedder, read_only=read_only) as index:
        assert embedder.embedded == []
        assert {d.doc_id for d in index.documents()} == {A.doc_id, B.doc_id, D.doc_id}
        for document in (A, B, D, FORMER):
            assert index.document(document.doc_id) == document
        assert [v.doc_id for v in index.relations(A.doc_id).versions] == [A.doc_id, FORMER.doc_id]
        with pytest.raises(UnknownDocument):
            index.document(REMOVED.doc_id)
        assert everything(index) == TEXTS
        assert found_texts(index, "원장에게") == [
            "장관이 원장에게 예산을 다시 물었다\n원장은 답했다"
        ]
        for question in QUESTIONS:
            assert nearest_texts(index, question) == nearest_texts(fresh, question)
            assert ranked(index, question) == ranked(fresh, question)
    tally["stores"] += 1
    tally["questions"] += len(QUESTIONS)


@pytest.mark.promise(18)
def test_rebuilt_it_is_one_of_this_release(data, fresh, tally):
    """To the scores: the first release counted English words that carry nothing as bigrams."""
    with open_plain(data, FakeEmbedder(dimension=DIMENSION)) as index:
        index.rebuild()
        for question in QUESTIONS:
            hits, expected = (one.search(Query(question)) for one in (index, fresh))
            assert list(map(without_scores, hits)) == list(map(without_scores, expected))
            for hit, other in zip(hits, expected, strict=True):  # rounded as the rows happen to lie
                assert hit.score == pytest.approx(other.score, abs=1e-6)
                assert hit.scores == pytest.approx(other.scores, abs=1e-5)
    assert list(check(data)) == []
    with open_plain(data, FakeEmbedder(dimension=DIMENSION)) as index:
        index.remove(B.doc_id)
        assert everything(index) == {text for text in TEXTS if text not in B.text}
    assert list(check(data)) == []
    tally["stores"] += 1


def without_scores(hit):
    return replace(hit, score=0.0, scores={})


def ranked(index, question):
    return [hit.passage for hit in index.search(Query(question))]
