"""Whatever is derived and wrong is named, and made again without touching a document."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from index import arrays, embeddings
from index.checking import check
from index.errors import ModelMismatch
from index.exporting import export
from index.findings import Fault
from index.manifest import SegmentFiles
from index.postings import Leg
from index.segment import Segment
from index.snapshots import SnapshotFolder
from ingest.document import Document, Language
from ingest.pipeline import prepare
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

WHEN = datetime(2026, 3, 13, 8, 30, tzinfo=UTC)
SAID = (
    "표민서 장관은 12일 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다. "
    "한빛과학기술연구원(HIST)은 해솔시에 있다."
)
CARRIED = "\n".join(
    f"여객선 {n}호는 {n}월부터 섬 {n}곳을 오가며 승객 {n}명을 태운다." for n in range(9)
)
TEXTS = {"/a.md": SAID, "/b.md": CARRIED, "/c.md": CARRIED + "\n사진은 없다."}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "data"
    with open_plain(folder, FakeEmbedder()) as index:
        former = Document("/a.md", "옛 제목", "옛 글이다.", Language.KO, published_at=WHEN)
        given = [
            Document(source, "제목", text, Language.KO, published_at=WHEN)
            for source, text in TEXTS.items()
        ]
        list(index.add_all(map(prepare, [former, *given])))
    return folder


@pytest.fixture
def data(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "data")


def faults(data):
    return {one.fault for one in check(data)}


def broken(data, *statements, values=()):
    with open_plain(data, FakeEmbedder()) as index, index._store.writing() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            assert connection.execute(statement, values).rowcount, statement


def repaired(data):
    """Repair as the command does; what had to be embedded."""
    again = [one.doc_id for one in check(data) if one.analysed]
    embedder = FakeEmbedder()
    with open_plain(data, embedder) as index:
        index.repair(again)
    return embedder.embedded


def test_nothing_is_wrong_with_what_was_just_stored(data):
    with open_plain(data, FakeEmbedder()) as index:
        assert list(check(data)) == []  # beside the writer
        (one,) = [d for d in index.documents() if d.source == "/a.md"]
        assert index.quotes(one.doc_id)
        assert index.relations(index.documents()[0].doc_id).versions
        with index._store.reading() as connection:
            for table in ("quotes", "aliases", "names", "days", "copies", "bands"):
                assert connection.execute(f"SELECT 1 FROM {table}").fetchone(), table


DERIVED = [
    ("UPDATE sentences SET stop = stop + 100 WHERE passage = 2", Fault.PASSAGES_DIFFER),
    ("UPDATE passages SET content_hash = 'x' WHERE id = 1", Fault.PASSAGES_DIFFER),
    ("UPDATE quotes SET stop = 9999", Fault.QUOTATIONS_DIFFER),
    ("INSERT INTO aliases VALUES (2, 'ABC', '없는 이름')", Fault.NAMES_DIFFER),
    ("UPDATE names SET sound = 'x' || sound", Fault.NAMES_DIFFER),
    ("UPDATE days SET last = last + 1", Fault.DAYS_DIFFER),
    ("DELETE FROM days", Fault.DAYS_DIFFER),
    ("UPDATE documents SET published_utc = '1999' WHERE id = 3", Fault.DAYS_DIFFER),
    ("UPDATE sentences SET terms = terms || ' 낱말' WHERE passage = 2", Fault.WORDS_DIFFER),
    ("UPDATE sentences SET terms = '' WHERE passage = 3 AND ordinal = 1", Fault.WORDS_DIFFER),
    ("UPDATE documents SET title_terms = '다른 제목' WHERE id = 3", Fault.WORDS_DIFFER),
    ("DELETE FROM bands WHERE document = 3", Fault.STORIES_DIFFER),
    ("INSERT INTO bands VALUES (1, 1, 999)", Fault.STORIES_DIFFER),
    ("UPDATE documents SET story = NULL WHERE id = 4", Fault.STORIES_DIFFER),
    ("DELETE FROM copies WHERE document = 3", Fault.STORIES_DIFFER),
]


@pytest.mark.parametrize(("statement", "fault"), DERIVED)
def test_what_is_derived_is_named_and_made_again(data, statement, fault):
    truth = list(export(data))
    broken(data, statement)
    found = list(check(data))
    assert fault in {one.fault for one in found}
    assert all(one.repairable for one in found)
    assert repaired(data) == []
    assert list(check(data)) == []
    assert list(export(data)) == truth


def test_words_that_the_snapshot_has_otherwise_are_named_and_made_again(data):
    """As if another release had cut them otherwise: its files are whole."""
    folder = SnapshotFolder(data / "snapshots")
    manifest = folder.manifest()
    (file,) = manifest.files
    segment = Segment.from_arrays(arrays.read(folder.path(file)))
    bigrams = segment.words[Leg.BIGRAMS]
    counts = bigrams.counts.copy()
    counts[7] += 1
    words = {**segment.words, Leg.BIGRAMS: replace(bigrams, counts=counts)}
    file = folder.keep(folder.write(replace(segment, words=words).to_columns()), "segment")
    folder.point(replace(manifest, segments=[SegmentFiles(file)]))
    (found,) = check(data)
    assert found.fault is Fault.WORDS_DIFFER
    assert "of 1 passages" in found.detail
    assert repaired(data) == []
    assert list(check(data)) == []


def test_rows_that_belong_to_nothing_go(data):
    with open_plain(data, FakeEmbedder()) as index:
        index._store._writer.execute("PRAGMA foreign_keys = OFF")
        with index._store.writing() as connection:
            connection.execute("INSERT INTO names VALUES (999, 'a', '가')")
            connection.execute("INSERT INTO sentences VALUES (999, 0, 0, 1, '')")
    assert [one.detail.split()[:4] for one in check(data)] == [
        ["1", "rows", "of", "names"],
        ["1", "rows", "of", "sentences"],
    ]
    assert repaired(data) == []
    assert list(check(data)) == []


def test_vectors_that_are_missing_or_unfit_are_embedded_again_and_no_others(data):
    with open_plain(data, FakeEmbedder()) as index:
        with index._store.reading() as connection:
            found = connection.execute(
                "SELECT DISTINCT content_hash FROM passages WHERE document > 1 LIMIT 3"
            )
            one, other, third = (content_hash for (content_hash,) in found)
        with index._store.writing() as connection:
            embeddings.drop(connection, [one], "fake-a")
            connection.execute("UPDATE embeddings SET crc = 1 WHERE content_hash = ?", (other,))
            (rows,) = connection.execute(
                "SELECT rows FROM embeddings WHERE content_hash = ?", (third,)
            ).fetchone()
            embeddings.save(connection, {third: np.full((rows, 32), np.nan, np.float32)}, "fake-a")
        assert faults(data) == {Fault.VECTORS_MISSING, Fault.VECTORS_DAMAGED}
        index.repair([])
        assert len(index._embedder.embedded) == 3
    assert list(check(data)) == []


@pytest.mark.parametrize("how", ["no pointer", "changed", "of another database"])
def test_a_snapshot_that_is_not_this_databases_is_named(data, tmp_path, how):
    snapshots = data / "snapshots"
    (segment,) = snapshots.glob("*.segment")
    if how == "no pointer":
        (snapshots / "CURRENT").unlink()
    elif how == "changed":
        segment.write_bytes(segment.read_bytes() + b"x")
    else:
        with open_plain(tmp_path / "other", FakeEmbedder()) as index:
            for number in range(9):
                text = f"문서 {number}"
                index.add(prepare(Document(f"/{number}", "제목", text, Language.KO)))
        shutil.rmtree(snapshots)
        shutil.copytree(tmp_path / "other" / "snapshots", snapshots)
    assert faults(data) == {Fault.SNAPSHOT_DAMAGED}
    assert repaired(data) == []
    assert list(check(data)) == []


def test_one_that_is_behind_is_no_fault(data):
    with open_plain(data, FakeEmbedder()) as index:
        changes = index.add_all(map(prepare, [Document("/d.md", "제목", "새 글", Language.KO)]))
        next(changes)
        assert list(check(data)) == []
        changes.close()


def test_truth_and_strangers_are_named_and_left_alone(data):
    (data / "notes.txt").write_text("mine")
    (data / ".hidden").write_text("the system's")
    broken(data, "UPDATE documents SET publisher = '거짓' WHERE id = 2")
    found = list(check(data))
    assert [one.fault for one in found] == [Fault.DOCUMENT_DAMAGED, Fault.STRAY_FILE]
    assert not any(one.repairable for one in found)
    repaired(data)
    assert list(check(data)) == found
    assert (data / "notes.txt").read_text() == "mine"


def test_another_model_is_not_taken_up_by_the_way(data):
    with open_plain(data, FakeEmbedder("fake-b")) as index, pytest.raises(ModelMismatch):
        index.repair([])
    assert list(check(data)) == []
