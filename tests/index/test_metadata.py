"""What is known of a document beside its text is stored with it, and older databases open."""

from datetime import UTC, datetime

from index.query import Query
from ingest.document import Document, Language, Span
from ingest.origins import Confidence, Origin, StatedBy
from tests.index.articles import prepared, simple
from tests.index.older import taken_back
from tests.index.opening import open_plain


def test_all_facts_come_back(index):
    document = Document(
        source="/a.html",
        title="시제품 가동",
        text="소제목\n시제품을 켰다",
        language=Language.KO,
        section="과학",
        modified_at=datetime(2026, 3, 13, 9, tzinfo=UTC),
        subheadlines=(Span(0, 3),),
        origins=(Origin("section", StatedBy.JSON_LD, Confidence.HIGH),),
    )
    index.add(prepared(document))
    assert index.document(document.doc_id) == document
    assert index.documents() == [document]


def test_a_database_of_before_opens_with_the_same_answers(tmp_path, embedder):
    with open_plain(tmp_path, embedder) as index:
        index.add(simple("장관은 시제품을 찾았다", source="/a"))
        index.add(simple("위원장은 다리를 살폈다", source="/b"))
        before = index.search(Query("시제품을 찾았다"))
    taken_back(tmp_path / "briefings.sqlite3", version=3)
    with open_plain(tmp_path, embedder) as index:
        assert index.search(Query("시제품을 찾았다")) == before
        assert index.documents()[0].origins == ()
