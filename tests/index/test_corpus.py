import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from index.dense import Transform
from index.documents import put
from index.errors import ModelMismatch, StorageFailed, StoreBusy, UnknownDocument
from index.records import Change, ChangeKind, Located
from index.segment import LANGUAGES
from index.segmenting import words_after
from ingest.document import Alias, Document, Dropped, Language, Quote, Span
from tests.index.articles import article, prepared, simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, found_texts, nearest_texts
from tests.index.opening import open_plain

KOREA = timezone(timedelta(hours=9))
FULL = Document(
    source="https://news.example/기사?id=1",
    title="“양자” 예산 3.5% 늘린다 🚀",
    text="장관은 “예산을 늘리라”고 주문했다.\n연구원은 답했다.\n",
    language=Language.KO,
    publisher="한빛일보",
    byline="김하나 기자",
    published_at=datetime(2026, 3, 12, 8, 30, tzinfo=KOREA),
    url="https://news.example/1",
    dropped=(Dropped("무단 전재 금지", "copyright"), Dropped("", "blank")),
)
QUOTES = (
    Quote(5, 12, Span(0, 20), "김 장관", "연구원", "주문하다", direct=True),
    Quote(21, 25, Span(21, 29), None, None, None, direct=False),
)


def test_a_document_comes_back_whole(index):
    change = index.add(prepared(FULL, quotes=QUOTES))
    assert change == Change(FULL.doc_id, FULL.source, ChangeKind.ADDED, 1, 1)
    stored = index.document(FULL.doc_id)
    assert stored == FULL
    assert stored.published_at.isoformat() == "2026-03-12T08:30:00+09:00"
    assert index.quotes(FULL.doc_id) == QUOTES
    assert index.contains(FULL.doc_id)
    assert index.documents() == [replace(FULL, dropped=())]
    with index.view() as view:
        assert view.documents([FULL.doc_id]) == {FULL.doc_id: replace(FULL, dropped=())}
        (passage,) = prepared(FULL).passages
        where = Located(passage.passage_id, FULL.doc_id, passage.start, passage.end, None)
        assert view.located([1]) == {1: where}
        assert view.texts([1]) == {1: passage.text}
        assert [LANGUAGES[code] for code in view.snapshot.languages] == [Language.KO]


@hypothesis.settings(max_examples=25, deadline=None)
@hypothesis.given(st.data())
def test_any_text_round_trips(tmp_path_factory, data):
    clean = st.characters(exclude_categories=["Cs", "Cc"])
    lines = data.draw(st.lists(st.text(clean, min_size=1, max_size=20), min_size=1, max_size=6))
    document = article("\n".join(lines), title=data.draw(st.text(clean, max_size=10)))
    given = prepared(document)
    with open_plain(tmp_path_factory.mktemp("any"), FakeEmbedder()) as index:
        index.add(given)
        assert index.document(document.doc_id) == document
        assert everything(index) == {passage.text for passage in given.passages}
        for passage in given.passages:
            sentences = index.sentences(passage.passage_id)
            assert [document.text[s.start : s.end] for s in sentences] == [
                line for line in passage.text.split("\n") if line
            ]


def test_sentences_carry_their_terms(index):
    given = simple("장관은 답했다\n예산 KIST\n끝이다\n")
    index.add(given)
    first, second = index.sentences(given.passages[0].passage_id)
    assert (first.start, first.end, first.terms) == (0, 7, ("장관은", "답했다"))
    assert (second.ordinal, second.terms) == (1, ("예산", "kist"))
    assert index.sentences("unknown") == ()


def test_a_sentence_cut_between_passages_is_in_both(index):
    whole = prepared(article("가나 다라 마바"), lines_per_passage=1)
    (passage,) = whole.passages
    halves = (
        replace(passage, passage_id="x-0", end=5, text="가나 다라"),
        replace(passage, passage_id="x-1", start=6, text="마바"),
    )
    index.add(replace(whole, passages=halves))
    ((first,), (second,)) = index.sentences("x-0"), index.sentences("x-1")
    assert (first.start, first.end, first.terms) == (0, 5, ("가나", "다라"))
    assert (second.start, second.end, second.terms) == (6, 8, ("마바",))


def test_words_of_the_title_find_its_passages(index):
    index.add(simple("본문 하나\n본문 둘\n본문 셋", title="양자컴퓨터 예산"))
    assert len(found_texts(index, "양자컴퓨터")) == 2


def test_unchanged_documents_cost_nothing(index, embedder):
    given = [simple("하나\n둘\n셋", source="a"), simple("넷", source="b")]
    list(index.add_all(given))
    before = (index.status(), len(embedder.embedded))
    changes = list(index.add_all(given))
    assert [c.kind for c in changes] == [ChangeKind.UNCHANGED] * 2
    assert [c.embedded for c in changes] == [0, 0]
    assert (index.status(), len(embedder.embedded)) == before


def test_a_changed_document_replaces_its_older_version(index, embedder):
    old = simple("첫째 줄\n둘째 줄\n셋째 줄\n넷째 줄")
    new = simple("첫째 줄\n둘째 줄\n셋째 줄\n고친 줄")
    index.add(old)
    embedder.embedded.clear()
    change = index.add(new)
    assert (change.kind, change.passages, change.embedded) == (ChangeKind.UPDATED, 2, 1)
    assert embedder.embedded == ["셋째 줄\n고친 줄"]
    assert everything(index) == {"첫째 줄\n둘째 줄", "셋째 줄\n고친 줄"}
    assert found_texts(index, "넷째") == []
    assert (index.count(), index.contains(old.document.doc_id)) == (1, False)
    assert index.document(old.document.doc_id) == old.document  # still there to be shown


def test_a_version_that_comes_back_is_searched_again(index, embedder):
    old, new = simple("원래 글"), simple("고친 글")
    for given in (old, new):
        index.add(given)
    embedder.embedded.clear()
    assert index.add(old).kind == ChangeKind.UPDATED
    assert embedder.embedded == []
    assert everything(index) == {"원래 글"}


def test_removal_takes_everything_derived_and_older_versions(index):
    versions = [simple("원래 글", source="s"), simple("고친 글", source="s")]
    other = simple("다른 글", source="t")
    for given in (*versions, other):
        index.add(given)
    index.remove(versions[1].document.doc_id)
    assert everything(index) == {"다른 글"}
    for given in versions:
        with pytest.raises(UnknownDocument, match=given.document.doc_id):
            index.document(given.document.doc_id)
    with index._store.reading() as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "passages", "sentences", "embeddings")
        ]
    assert counts == [1, 1, 1, 1]


def test_removing_an_older_version_leaves_the_newest(index):
    old, new = simple("원래 글"), simple("고친 글")
    index.add(old)
    index.add(new)
    index.remove(old.document.doc_id)
    assert everything(index) == {"고친 글"}
    with pytest.raises(UnknownDocument):
        index.remove(old.document.doc_id)


def test_a_removed_document_is_gone_before_the_index_is_made_again(index, monkeypatch):
    given = simple("지울 글")
    index.add(given)
    index.add(simple("남을 글", source="b"))
    monkeypatch.setattr(index._publisher, "publish", lambda **_: None)
    index.remove(given.document.doc_id)
    assert nearest_texts(index, "지울 글") == ["남을 글"]
    assert found_texts(index, "글") == ["남을 글"]


def test_a_stored_document_is_in_both_legs_or_in_neither(index, monkeypatch):
    index.add(simple("먼저 글"))
    with monkeypatch.context() as patched:
        patched.setattr(index._publisher, "publish", lambda **_: None)
        index.add(simple("나중 글", source="b"))
        assert (nearest_texts(index, "나중 글"), found_texts(index, "글")) == (["먼저 글"],) * 2
    index._publisher.publish()
    assert everything(index) == {"먼저 글", "나중 글"}


def test_the_same_passage_in_two_documents_is_embedded_once(index, embedder):
    changes = index.add_all([simple("같은 글", source="a"), simple("같은 글", source="b")])
    assert [change.embedded for change in changes] == [1, 0]
    assert embedder.embedded == ["같은 글"]
    index.remove(index.documents()[0].doc_id)
    assert everything(index) == {"같은 글"}


def test_a_removed_text_is_in_no_file_while_the_index_is_in_use(index, tmp_path):
    index.add(simple("남는 글", source="a.txt"))
    gone = index.add(simple("비밀문장", source="b.txt")).doc_id
    assert held_by(tmp_path, "비밀문장")
    index.remove(gone)
    assert held_by(tmp_path, "비밀문장") == []


def held_by(folder, word):
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if word.encode() in path.read_bytes()]


def test_an_unknown_document_cannot_be_removed(index):
    with pytest.raises(UnknownDocument, match="'nope'"):
        index.remove("nope")


def test_a_document_without_passages(index):
    assert index.add(simple("")).passages == 0
    assert (index.count(), everything(index)) == (1, set())


def test_a_change_is_on_the_disk_when_it_is_given(index, tmp_path):
    given = [simple(f"글 {n}", source=str(n)) for n in range(200)]
    for change in index.add_all(given):
        with open_plain(tmp_path / "data", FakeEmbedder(), read_only=True) as beside:
            assert beside.contains(change.doc_id)
        break


def test_stopping_a_run_early_publishes_what_is_stored(index):
    run = index.add_all(simple(f"글 {n}", source=str(n)) for n in range(200))
    first = [next(run) for _ in range(3)]
    run.close()
    assert all(index.contains(change.doc_id) for change in first)
    assert 3 <= index.count() == len(everything(index)) < 200


def test_a_document_that_cannot_be_stored_is_named_at_its_place(index, monkeypatch):
    def refuse(connection, content, put=put):
        if content.document.source == "70":
            raise sqlite3.OperationalError("database or disk is full")
        return put(connection, content)

    monkeypatch.setattr("index.documents.put", refuse)
    stored = []
    with pytest.raises(StorageFailed, match="full"):
        stored.extend(index.add_all(simple(f"글 {n}", source=str(n)) for n in range(200)))
    assert [change.source for change in stored] == [str(n) for n in range(70)]
    assert index.count() == len(everything(index))


def test_an_input_that_fails_comes_after_the_documents_before_it(index):
    class Broken(Exception):
        pass

    def inputs():
        yield from (simple(f"글 {n}", source=str(n)) for n in range(130))
        raise Broken

    stored = []
    with pytest.raises(Broken):
        stored.extend(index.add_all(inputs()))
    assert index.count() == len(everything(index)) == len(stored) == 128


def test_a_long_run_can_be_searched_before_its_end(index, monkeypatch):
    monkeypatch.setattr("index.update._PUBLISH_EVERY", 100)
    seen = set()
    for _ in index.add_all(simple(f"글 {n}", source=str(n)) for n in range(300)):
        seen.add(len(nearest_texts(index, "글")))
    assert seen == {0, 128, 256}
    assert len(everything(index)) == 300


def test_what_changes_in_a_long_run_is_missed_for_no_longer_than_a_batch(index):
    list(index.add_all(simple(f"옛 글 {n}", source=str(n)) for n in range(300)))
    seen = []
    for _ in index.add_all(simple(f"새 글 {n}", source=str(n)) for n in range(300)):
        seen.append(len(nearest_texts(index, "글")))
    assert min(seen) >= 300 - 64
    assert len(everything(index)) == 300


def test_a_long_text_is_not_read_again_for_each_of_its_passages(index):
    index.add(simple("\n".join(f"글 {n}" for n in range(400))))
    cut = []

    def substr(text, start, length):
        cut.append(len(text))
        return text[start - 1 : start - 1 + length]

    with index._store.reading() as connection:
        connection.create_function("substr", 3, substr)
        assert len(words_after(connection, 0)) == 200
        connection.create_function("substr", 3, None)
    assert cut == []


def test_an_error_while_embedding_leaves_what_was_stored(index, embedder, monkeypatch):
    class Broken(Exception):
        pass

    def fail_later(passages, embed=embedder.encode_passages):
        if any("150" in passage.text for passage in passages):
            raise Broken
        return embed(passages)

    monkeypatch.setattr(embedder, "encode_passages", fail_later)
    stored = []
    with pytest.raises(Broken):
        stored.extend(index.add_all(simple(f"글 {n}", source=str(n)) for n in range(300)))
    assert index.count() == len(everything(index)) == 128


def test_documents_are_listed_by_date(index):
    dates = {"a": 5, "b": 9, "c": None, "d": 9}
    for source, day in dates.items():
        at = datetime(2026, 3, day, tzinfo=KOREA) if day else None
        index.add(simple("글", source=source, published_at=at))
    same_day = sorted(
        ("b", "d"), key=lambda s: next(d.doc_id for d in index.documents() if d.source == s)
    )
    assert [d.source for d in index.documents()] == [*same_day, "a", "c"]
    assert [d.source for d in index.documents(limit=2, offset=1)] == [same_day[1], "a"]


def test_aliases_of_active_documents(index):
    index.add(
        prepared(article("글", source="a"), aliases=(Alias("KIST", "한국과학기술연구원"),) * 2)
    )
    gone = prepared(article("글", source="b"), aliases=(Alias("표준연", "한국표준과학연구원"),))
    index.add(gone)
    index.remove(gone.document.doc_id)
    with index.view() as view:
        assert view.aliases.pairs == (Alias("KIST", "한국과학기술연구원"),)


def test_reopening_finds_all_and_embeds_nothing(tmp_path):
    with open_plain(tmp_path, FakeEmbedder()) as index:
        list(index.add_all(simple(f"글 {n}", source=str(n)) for n in range(20)))
        status, texts = index.status(), everything(index)
        nearest = nearest_texts(index, "글 7", 5)
    again = FakeEmbedder()
    with open_plain(tmp_path, again) as index:
        assert (index.status(), everything(index)) == (status, texts)
        assert nearest_texts(index, "글 7", 5) == nearest
    assert again.embedded == []


def test_one_process_writes_and_others_read(index, tmp_path):
    with pytest.raises(StoreBusy):
        open_plain(tmp_path / "data", FakeEmbedder())
    index.add(simple("먼저 글"))
    with open_plain(tmp_path / "data", FakeEmbedder(), read_only=True) as beside:
        assert everything(beside) == {"먼저 글"}
        index.add(simple("나중 글", source="b"))
        assert everything(beside) == {"먼저 글", "나중 글"}
        with pytest.raises(StorageFailed, match="reading only"):
            beside.add(simple("글", source="c"))


def test_reading_a_directory_that_is_not_there_yet(tmp_path):
    with open_plain(tmp_path / "new", FakeEmbedder(), read_only=True) as index:
        assert (index.count(), index.documents(), everything(index)) == (0, [], set())


class TestAnotherModel:
    @pytest.fixture
    def changed(self, tmp_path):
        with open_plain(tmp_path, FakeEmbedder("first")) as index:
            list(index.add_all(simple(f"글 {n}", source=str(n)) for n in range(3)))
        with open_plain(tmp_path, FakeEmbedder("second", 24)) as index:
            yield index

    def test_searching_and_adding_are_refused(self, changed):
        with pytest.raises(ModelMismatch, match=r"'first'.*'second'.*briefing rebuild"):
            nearest_texts(changed, "글")
        with pytest.raises(ModelMismatch):
            changed.add(simple("새 글", source="new"))
        assert (changed.status().model_id, changed.status().ready) == ("first", False)

    def test_documents_can_be_listed_and_removed(self, changed):
        for document in changed.documents():
            changed.remove(document.doc_id)
        changed.add(simple("새 글"))  # nothing of the first model is left
        assert everything(changed) == {"새 글"}
        assert changed.status().model_id == "second"

    def test_rebuilding_embeds_and_searches(self, changed):
        steps = []
        changed.rebuild(lambda done, total: steps.append((done, total)))
        assert steps == [(3, 3)]
        assert everything(changed) == {"글 0", "글 1", "글 2"}
        assert nearest_texts(changed, "글 1", 1) == ["글 1"]
        assert changed.status().ready

    def test_going_back_embeds_nothing(self, changed, tmp_path):
        changed.rebuild()
        changed.close()
        first = FakeEmbedder("first")
        with open_plain(tmp_path, first) as index:
            index.rebuild()
            assert len(everything(index)) == 3
        assert first.embedded == []


def test_another_transform_rebuilds_without_embedding(tmp_path):
    with open_plain(tmp_path, FakeEmbedder()) as index:
        index.add(simple("글 하나"))
    again = FakeEmbedder()
    turned = Transform("turned", lambda _blocks: {}, lambda _extras, block: -block.matrix)
    with open_plain(tmp_path, again, transform=turned) as index, index.view() as view:
        compared = view.compare(again.encode_query("글 하나"))
        assert max(compared.of(np.arange(2))) < 0
    assert again.embedded == []


def test_rebuilding_finds_the_words_again(index):
    index.add(simple("장관은 예산을\n늘렸다", title="제목 낱말"))
    found = {word: found_texts(index, word) for word in ("제목", "예산을", "늘렸다")}
    files = index._publisher._folder.manifest().files
    index.rebuild()
    assert {word: found_texts(index, word) for word in found} == found
    assert all(found.values())
    assert index._publisher._folder.manifest().files == files  # the same content, the same names


def test_vectors_are_the_embedders_own(index, embedder):
    index.add(simple("하나\n둘"))
    with index.view() as view:
        (segment,) = view.snapshot.segments
        similar = view.compare(embedder.encode_query("둘")).of(np.arange(3))
    expected = [embedder.vector(text) for text in ("제목\n하나\n둘", "하나", "둘")]
    assert np.allclose(segment.vectors, expected, atol=1e-3)  # half precision
    assert similar == pytest.approx(expected @ embedder.vector("둘"), abs=1e-3)
    assert similar[2] == pytest.approx(1, abs=1e-3)
