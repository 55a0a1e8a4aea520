import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from index.errors import IndexDamaged, NoCollection
from index.exporting import export
from index.records import Original
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

WHEN = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)


@pytest.fixture
def data(tmp_path):
    with open_plain(tmp_path / "data", FakeEmbedder()) as index:
        first = index.add(simple("첫 판\u2028이어짐", source="/a.md", published_at=WHEN)).doc_id
        index.remember({Original("/copy.md", "digest", "reader"): first})
        index.add(simple("둘째 판", source="/a.md", published_at=WHEN))
        index.add(simple("다른 문서", source="/b.md", url="https://nuri.example/1"))
    (tmp_path / "data" / "aliases.csv").write_bytes("HIST,한빛원\n".encode("cp949"))
    return tmp_path / "data"


def records(data):
    return [json.loads(line) for line in export(data)]


def test_every_document_is_there_with_all_that_is_stored_of_it(data):
    header, former, current, other, aliases, end = records(data)
    assert (header["documents"], header["current"]) == (3, 2)
    assert (header["layout"], header["schema"], header["aliases"]) == (1, 6, True)
    assert [one["version"] for one in (former, current, other)] == [1, 2, 1]
    assert [one["current"] for one in (former, current, other)] == [False, True, True]
    assert former["article"] == current["article"] != other["article"]
    assert former["originals"] == [{"source": "/copy.md", "digest": "digest", "reader": "reader"}]
    assert aliases == {"record": "aliases", "name": "aliases.csv", "text": "HIST,한빛원\n"}
    assert end["lines"] == 5
    with open_plain(data, FakeEmbedder(), read_only=True) as index:
        for one in (former, current, other):
            document = index.document(one["doc_id"])
            stored = json.loads(json.dumps(asdict(document), default=datetime.isoformat))
            assert stored.items() <= one.items()


def test_the_end_tells_whether_the_rest_is_whole(data):
    lines = list(export(data))
    assert b"".join(lines).count(b"\n") == len(lines)
    end = json.loads(lines.pop())
    assert end["sha256"] == hashlib.sha256(b"".join(lines)).hexdigest()
    assert end["lines"] == len(lines)


def test_the_same_collection_gives_the_same_bytes_though_all_else_is_made_again(data):
    before = list(export(data))
    with open_plain(data, FakeEmbedder()) as index:
        index.rebuild()
    assert list(export(data)) == before


def test_an_export_is_of_one_moment(data):
    lines = export(data)
    seen = [next(lines)]
    with open_plain(data, FakeEmbedder()) as index:
        index.add(simple("später", source="/c.md"))
        seen += lines
    assert json.loads(seen[0])["documents"] == len(seen) - 3


def test_a_damaged_document_is_named_and_none_is_made_up(data, tmp_path):
    with open_plain(data, FakeEmbedder()) as index, index._store.writing() as connection:
        connection.execute("UPDATE documents SET text = '거짓' WHERE source = '/b.md'")
    with pytest.raises(IndexDamaged, match="is damaged"):
        list(export(data))
    with pytest.raises(NoCollection, match="holds no documents"):
        list(export(tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()
