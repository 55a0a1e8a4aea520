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


def test_documents_below_a_folder_by_the_letters_of_its_name(tmp_path):
    sources = ["/a/1.md", "/a/b/2.md", "/a-b/3.md", "/a%/4.md", "/a0/5.md", "/a", "/b/a/6.md"]
    with open_plain(tmp_path, FakeEmbedder()) as index:
        ids = {one: index.add(simple(f"문서 {one}", source=one)).doc_id for one in sources}
        newer = index.add(simple("고친 문서", source="/a/1.md")).doc_id
        assert index.held_below("/a") == {"/a/1.md": newer, "/a/b/2.md": ids["/a/b/2.md"]}
        assert index.held_below("/a/b/") == {"/a/b/2.md": ids["/a/b/2.md"]}
        assert index.held_below("/") == {**ids, "/a/1.md": newer}
        assert index.held_below("/c") == {}


def test_sources_of_one_article_and_of_one_text(tmp_path):
    address = "https://nuri.example/1"
    with open_plain(tmp_path, FakeEmbedder()) as index:
        first = index.add(simple("첫 판", source="/a/1.md", url=address)).doc_id
        index.remember({Original("/a/same.md", "d1", "r1"): first})
        second = index.add(simple("둘째 판", source="/a/2.md", url=address)).doc_id
        other = index.add(simple("다른 문서", source="/a/3.md")).doc_id
        assert index.sources_beside([second]) == {"/a/1.md", "/a/2.md", "/a/same.md"}
        assert index.sources_beside([other, "no-such-document"]) == {"/a/3.md"}


def test_many_are_removed_at_once_and_unknown_ones_passed_over(tmp_path):
    address = "https://nuri.example/1"
    with open_plain(tmp_path, FakeEmbedder()) as index:
        older = index.add(simple("첫 판", source="/a/1.md", url=address)).doc_id
        newer = index.add(simple("둘째 판", source="/a/2.md", url=address)).doc_id
        stays = index.add(simple("다른 문서", source="/a/3.md")).doc_id
        before = index.status().generation
        assert index.remove_all([newer, older, "no-such-document"]) == [newer]
        assert [one.doc_id for one in index.documents()] == [stays]
        assert {hit.passage.doc_id for hit in index.search(Query("문서 판", k=5))} == {stays}
        assert index.status().generation == before + 1
        assert index.remove_all([older]) == []
        assert index.status().generation == before + 1
