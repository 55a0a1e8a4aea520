"""What a document was read from is remembered with it, and forgotten with it."""

from index.query import Query
from index.records import Original
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.older import taken_back
from tests.index.opening import open_plain

ORIGINAL = Original("a.txt", "d1", "r1")


def test_only_the_same_bytes_and_the_same_reader_are_recalled(tmp_path):
    with open_plain(tmp_path, FakeEmbedder()) as index:
        doc_id = index.add(simple("첫 문서", source="a.txt")).doc_id
        assert index.recall(ORIGINAL) is None
        index.remember({ORIGINAL: doc_id})
        assert index.recall(ORIGINAL) == doc_id
        assert index.recall(Original("b.txt", "d1", "r1")) is None
        assert index.recall(Original("a.txt", "d2", "r1")) is None
        assert index.recall(Original("a.txt", "d1", "r2")) is None


def test_an_older_version_is_not_recalled_and_a_later_note_replaces_it(tmp_path):
    with open_plain(tmp_path, FakeEmbedder()) as index:
        first = index.add(simple("첫 문서", source="a.txt")).doc_id
        index.remember({ORIGINAL: first})
        second = index.add(simple("고친 문서", source="a.txt")).doc_id
        assert index.recall(ORIGINAL) is None
        changed = Original("a.txt", "d2", "r1")
        index.remember({changed: second})
        assert (index.recall(changed), index.recall(ORIGINAL)) == (second, None)


def test_a_note_goes_with_its_document_and_none_is_made_of_a_missing_one(tmp_path):
    with open_plain(tmp_path, FakeEmbedder()) as index:
        doc_id = index.add(simple("첫 문서", source="a.txt")).doc_id
        index.remember({ORIGINAL: doc_id, Original("b.txt", "d", "r1"): "no-such-document"})
        index.remove(doc_id)
        index.add(simple("첫 문서", source="a.txt"))
        assert index.recall(ORIGINAL) is None
        assert index.recall(Original("b.txt", "d", "r1")) is None


def test_a_database_of_before_opens_with_the_same_answers(tmp_path):
    texts = ["장관은 연구원을 찾았다", "여객선 요금을 내린다", "독감 백신을 공급한다"]
    embedder = FakeEmbedder()
    with open_plain(tmp_path, embedder) as index:
        for number, text in enumerate(texts):
            index.add(simple(text, source=f"{number}.txt"))
        before = index.search(Query("여객선 요금", k=3))
    taken_back(tmp_path / "briefings.sqlite3", version=1)
    embedded = len(embedder.embedded)
    with open_plain(tmp_path, embedder) as index:
        assert index.search(Query("여객선 요금", k=3)) == before
        assert len(embedder.embedded) == embedded
        assert index.recall(ORIGINAL) is None
