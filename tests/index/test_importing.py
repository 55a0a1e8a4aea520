"""An export read back: everything as it was, in an empty collection; nothing twice in another."""

import json
import random
from datetime import UTC, datetime
from itertools import islice

import pytest

from index.checking import check
from index.errors import ExportDamaged, ModelMismatch, StoreTooNew
from index.exported import ExportFile
from index.exporting import export
from index.records import ChangeKind, Original
from ingest.document import Dropped, Span
from ingest.origins import Confidence, Origin, StatedBy
from ingest.pipeline import prepare
from tests.index.articles import article
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything
from tests.index.opening import open_plain

WHEN = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
URL = "https://nuri.example/1"


def stored(text, **fields):
    return prepare(article(text, **fields))


@pytest.fixture
def data(tmp_path):
    """Versions of a source and of an address, one whose number is gone, and all kinds of facts."""
    with open_plain(tmp_path / "data", FakeEmbedder()) as index:
        gone = index.add(stored("지워질 문서다.", source="/gone.md")).doc_id
        first = index.add(stored("첫 판이다.\u2028이어진다.", source="/a.md", published_at=WHEN))
        index.remember({Original("/copy.md", "digest", "reader"): first.doc_id})
        index.add(stored("다른 문서다.", source="/b.md", url=URL))
        index.add(stored("둘째 판이다.", source="/a.md", published_at=WHEN))
        index.add(stored("다른 곳의 새 판이다.", source="/c.md", url=f"{URL}?utm_source=x"))
        document = article('머리\n🚀 장관은 13일 "서두르겠다"고 말했다.', source="/d.md")
        facts = {
            "dropped": (Dropped("메뉴", "menu"),),
            "subheadlines": (Span(0, 2),),
            "origins": (Origin("title", StatedBy.META, Confidence.HIGH),),
            "modified_at": WHEN,
            "section": "정치",
            "byline": "표민서",
        }
        for name, value in facts.items():
            object.__setattr__(document, name, value)
        index.add(prepare(document))
        index.add(stored("셋째 판이다.", source="/a.md", published_at=WHEN))
        index.remove(gone)
    (tmp_path / "data" / "aliases.csv").write_bytes("HIST,한빛원\n".encode("cp949"))
    return tmp_path / "data"


@pytest.fixture
def file(data, tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(export(data)))
    return path


def taken_over(into, file, embedder=None, limit=None):
    exported = ExportFile(file)
    with open_plain(into, embedder or FakeEmbedder()) as index:
        kinds = [change.kind for change in index.take_over(islice(exported, limit))]
        if exported.aliases is not None:
            index.adopt_aliases(exported.aliases)
    return kinds


def test_out_and_in_and_out_again_gives_the_same_bytes(data, file, tmp_path):
    embedder = FakeEmbedder()
    kinds = taken_over(tmp_path / "new", file, embedder)
    assert kinds.count(ChangeKind.ADDED) == 3
    assert kinds.count(ChangeKind.OLDER) == len(kinds) - 3 == 3
    assert b"".join(export(tmp_path / "new")) == file.read_bytes()
    assert list(check(tmp_path / "new")) == []
    # Former versions are not searched, and their vectors would never be used.
    assert len(embedder.embedded) == 3
    with open_plain(data, FakeEmbedder()) as old, open_plain(tmp_path / "new", embedder) as new:
        for document in old.documents():
            versions = new.relations(document.doc_id).versions
            assert versions == old.relations(document.doc_id).versions
        assert new.aliases() == old.aliases()
        assert new.recall(Original("/copy.md", "digest", "reader")) is None  # a former version's
        newer = new.add(stored("넷째 판이다.", source="/a.md", published_at=WHEN))
        assert newer.kind is ChangeKind.UPDATED
        assert len(new.relations(newer.doc_id).versions) == 4


def test_what_is_there_is_passed_over_and_a_run_that_was_cut_goes_on(file, tmp_path):
    embedder = FakeEmbedder()
    assert len(taken_over(tmp_path / "new", file, embedder, limit=3)) == 3
    kinds = taken_over(tmp_path / "new", file, embedder)
    assert kinds[:3] == [ChangeKind.UNCHANGED] * 3
    assert set(taken_over(tmp_path / "new", file, embedder)) == {ChangeKind.UNCHANGED}
    assert len(embedder.embedded) == len(set(embedder.embedded)) == 3
    assert b"".join(export(tmp_path / "new")) == file.read_bytes()


def test_another_collection_keeps_what_it_has(file, tmp_path):
    with open_plain(tmp_path / "new", FakeEmbedder()) as index:
        own = index.add(stored("여기만 있는 판이다.", source="/a.md")).doc_id
    (tmp_path / "new" / "aliases.csv").write_text("NISM,누표원\n", encoding="utf-8")
    taken_over(tmp_path / "new", file)
    with open_plain(tmp_path / "new", FakeEmbedder()) as index:
        (current,) = (one.doc_id for one in index.documents() if one.source == "/a.md")
        versions = index.relations(current).versions
        assert len(versions) == 4
        assert own in {version.doc_id for version in versions}
        assert [alias.short for alias in index.aliases()] == ["NISM"]
    assert list(check(tmp_path / "new")) == []


@pytest.mark.parametrize("newer_first", [False, True])
def test_what_was_two_articles_here_and_one_there_has_one_current_version(tmp_path, newer_first):
    first = stored("장관은 예산을 늘린다고 밝혔다.", source="/a.md", url=URL)
    second = stored("장관은 예산을 지킨다고 밝혔다.", source="/a.md", url=f"{URL}0")
    third = stored("장관은 예산을 줄인다고 밝혔다.", source="/b.md", url=f"{URL}0")
    with open_plain(tmp_path / "there", FakeEmbedder()) as index:
        for one in (first, second, third):
            index.add(one)
    (tmp_path / "out.jsonl").write_bytes(b"".join(export(tmp_path / "there")))
    with open_plain(tmp_path / "here", FakeEmbedder()) as index:
        for one in [third, first] if newer_first else [first]:
            index.add(one)
    taken_over(tmp_path / "here", tmp_path / "out.jsonl")
    assert list(check(tmp_path / "here")) == []
    with open_plain(tmp_path / "here", FakeEmbedder()) as index:
        (current,) = index.documents()
        assert current.text == (first if newer_first else third).document.text
        assert everything(index) == {current.text}
        assert len(index.relations(current.doc_id).versions) == 3
        index.remove(current.doc_id)
        assert index.add(stored(first.document.text, source="/again.md")).kind == ChangeKind.ADDED
    assert list(check(tmp_path / "here")) == []


def test_of_another_model_is_refused_before_anything_is_stored(file, tmp_path):
    with open_plain(tmp_path / "new", FakeEmbedder("fake-b")) as index:
        index.add(stored("있던 문서다.", source="/e.md"))
    with pytest.raises(ModelMismatch):
        taken_over(tmp_path / "new", file)
    with open_plain(tmp_path / "new", FakeEmbedder("fake-b")) as index:
        assert index.count() == 1


def test_any_damage_is_seen_before_anything_is_stored(file, tmp_path, seed):
    whole, chance = file.read_bytes(), random.Random(seed)
    for _ in range(100):
        damaged = bytearray(whole)
        place = chance.randrange(len(whole))
        if chance.random() < 0.5:
            del damaged[place:]
        else:
            damaged[place] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        with pytest.raises(ExportDamaged):
            ExportFile(file)


def resealed(file, change):
    """The same file with another record in it, and an end that fits."""
    from index.exporting import _sealed

    records = [json.loads(line) for line in file.read_bytes().split(b"\n")[:-2]]
    change(records)
    file.write_bytes(b"".join(_sealed(records)))


def test_a_later_releases_export_is_refused_as_such(file):
    resealed(file, lambda records: records[0].update(version=2))
    with pytest.raises(StoreTooNew, match="known is up to 1"):
        ExportFile(file)


@pytest.mark.parametrize("change", [{"text": "거짓"}, {"language": "fr"}, {"origins": [1]}])
def test_a_document_that_is_not_what_its_id_says_is_refused(file, tmp_path, change):
    resealed(file, lambda records: records[2].update(change))
    with pytest.raises(ExportDamaged, match="line 3"):
        taken_over(tmp_path / "new", file)


def test_another_file_is_no_export(tmp_path):
    for content in (b"", b"\n", b"{}\n", b"# Briefing\n", b'{"record": "end"}\n', b"[]\n[]\n"):
        (tmp_path / "any").write_bytes(content)
        with pytest.raises(ExportDamaged):
            ExportFile(tmp_path / "any")
