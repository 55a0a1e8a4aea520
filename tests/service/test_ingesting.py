"""Ingesting real files into a real index, with an embedder that needs no model."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.corpus import Index, open_index
from index.errors import StorageFailed
from ingest.document import Document, Language
from service import ingesting
from service.ingesting import Watcher, ingest, ingest_document
from service.outcomes import Item, Outcome
from tests.service.fakes import CountingEmbedder

FIRST = "# 인력 확충 요청\n\n표민서 장관은 13일 국재하 원장에게 “인력을 늘려 달라”고 요청했다.\n"
SECOND = "# Harbour opens\n\nThe harbour of Nuri opened on Monday, the ministry said.\n"


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def index(tmp_path: Path, embedder: CountingEmbedder) -> Iterator[Index]:
    with open_index(tmp_path / "data", embedder) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "briefings"
    made.mkdir()
    (made / "a.md").write_text(FIRST, encoding="utf-8")
    (made / "c.md").write_text(SECOND, encoding="utf-8")
    return made


class Told(Watcher):
    """Keeps what it is told, and stops a run after so many inputs."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.stop_after = stop_after
        self.sources: list[str] = []
        self.items: list[Item] = []

    def reading(self, source: str) -> None:
        self.sources.append(source)

    def ended(self, item: Item) -> None:
        self.items.append(item)

    def stopping(self) -> bool:
        return self.stop_after is not None and len(self.sources) >= self.stop_after


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, reading a file is an error."""

    def refuse(*_: object) -> Document:
        raise AssertionError("a file was read that need not be")

    monkeypatch.setattr(ingesting, "read", refuse)


def outcomes(items: Sequence[Item]) -> list[tuple[str, Outcome, str | None]]:
    return [(Path(item.source).name, item.status, item.code) for item in items]


def test_new_files_are_stored_under_their_ids(index: Index, folder: Path) -> None:
    report = ingest(index, [str(folder)])
    assert outcomes(report.items) == [
        ("a.md", Outcome.ADDED, None),
        ("c.md", Outcome.ADDED, None),
    ]
    for item in report.items:
        assert item.doc_id is not None
        assert index.document(item.doc_id).source == item.source
    assert report.failed == ()
    assert report.count(Outcome.ADDED) == 2


def test_a_second_run_embeds_nothing(
    index: Index, folder: Path, embedder: CountingEmbedder
) -> None:
    first = ingest(index, [str(folder)])
    embedded = embedder.passages
    assert embedded >= 2
    second = ingest(index, [str(folder)])
    assert [item.status for item in second.items] == [Outcome.UNCHANGED] * 2
    assert [item.doc_id for item in second.items] == [item.doc_id for item in first.items]
    assert embedder.passages == embedded


def test_a_changed_file_is_an_update_of_one_document(index: Index, folder: Path) -> None:
    ingest(index, [str(folder)])
    (folder / "a.md").write_text(FIRST + "\n예산도 늘린다.\n", encoding="utf-8")
    report = ingest(index, [str(folder)])
    assert [item.status for item in report.items] == [Outcome.UPDATED, Outcome.UNCHANGED]
    assert index.count() == 2


def test_bad_inputs_are_named_with_their_code_and_stop_nothing(index: Index, folder: Path) -> None:
    (folder / "b1.md").write_text(" \n", encoding="utf-8")
    (folder / "b2.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64)
    (folder / "b3.md").write_bytes("가나다 ".encode() + b"\xff\xfe\x81" * 9)
    missing = folder / "no" / "such.md"
    report = ingest(index, [str(missing), str(folder)])
    assert outcomes(report.items) == [
        ("such.md", Outcome.FAILED, "source_not_found"),
        ("a.md", Outcome.ADDED, None),
        ("b1.md", Outcome.FAILED, "empty_document"),
        ("b2.md", Outcome.FAILED, "unsupported_format"),
        ("b3.md", Outcome.FAILED, "undecodable_text"),
        ("c.md", Outcome.ADDED, None),
    ]
    assert all(item.message and item.doc_id is None for item in report.failed)
    assert index.count() == 2


def test_names_that_lead_nowhere_stop_nothing(index: Index, folder: Path) -> None:
    loop = folder / "loop.md"
    loop.symlink_to(loop)
    too_long = "가" * 300
    report = ingest(index, ["", too_long, str(folder)])
    assert [(item.status, item.code) for item in report.items] == [
        (Outcome.FAILED, "source_not_found"),
        (Outcome.FAILED, "invalid_input"),
        (Outcome.ADDED, None),
        (Outcome.ADDED, None),
        (Outcome.FAILED, "source_not_found"),
    ]


def test_an_input_over_the_limit_is_refused(index: Index, folder: Path) -> None:
    (folder / "big.md").write_text("큰 글입니다. " * 200, encoding="utf-8")
    report = ingest(index, [str(folder)], max_bytes=2000)
    assert outcomes(report.items) == [
        ("a.md", Outcome.ADDED, None),
        ("big.md", Outcome.FAILED, "document_too_large"),
        ("c.md", Outcome.ADDED, None),
    ]


def test_an_archive_is_the_documents_in_it(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "press.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("a.md", FIRST), ("b.md", " "), ("in/c.md", SECOND)):
            archive.writestr(name, text)
    report = ingest(index, [str(path)])
    assert [(item.source, item.status, item.code) for item in report.items] == [
        (f"{path}/a.md", Outcome.ADDED, None),
        (f"{path}/b.md", Outcome.FAILED, "empty_document"),
        (f"{path}/in/c.md", Outcome.ADDED, None),
    ]
    again = ingest(index, [str(path)])
    assert again.count(Outcome.UNCHANGED) == 2


def test_the_same_file_twice_in_one_run_is_stored_once(index: Index, folder: Path) -> None:
    path = str(folder / "a.md")
    report = ingest(index, [path, path])
    assert [item.status for item in report.items] == [Outcome.ADDED, Outcome.UNCHANGED]
    assert index.count() == 1


def test_progress_is_told_of_every_input_once(index: Index, folder: Path) -> None:
    (folder / "b.md").write_text("", encoding="utf-8")
    told = Told()
    report = ingest(index, [str(folder)], told)
    assert sorted(told.items, key=lambda item: item.source) == list(report.items)
    assert [Path(source).name for source in told.sources] == ["a.md", "b.md", "c.md"]


def test_documents_are_stored_while_later_inputs_are_still_unread(
    index: Index, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number:03}.md" for number in range(300)]
    for path in paths:
        path.write_text(f"# Notice {path.stem}\n\nRoom {path.stem} is closed.\n", encoding="utf-8")
    asked = 0

    def inputs() -> Iterator[str]:
        nonlocal asked
        for path in paths:
            asked += 1
            yield str(path)

    asked_at_first: list[int] = []

    class First(Watcher):
        def ended(self, item: Item) -> None:
            if not asked_at_first:
                asked_at_first.append(asked)

    report = ingest(index, inputs(), First())
    assert report.count(Outcome.ADDED) == 300
    assert asked_at_first[0] < 300


def test_errors_of_the_index_are_raised(index: Index, folder: Path) -> None:
    index.close()
    with pytest.raises(StorageFailed):
        ingest(index, [str(folder)])


def test_one_document_is_stored_and_recognised(index: Index, embedder: CountingEmbedder) -> None:
    document = Document("text:1", "제목", "장관은 13일 예산을 늘린다고 밝혔다.", Language.KO)
    assert ingest_document(index, document).kind == "added"
    embedded = embedder.passages
    assert ingest_document(index, document).kind == "unchanged"
    assert embedder.passages == embedded


def test_unchanged_files_are_not_read_again(
    index: Index, folder: Path, request: pytest.FixtureRequest
) -> None:
    first = ingest(index, [str(folder)])
    request.getfixturevalue("unreadable")
    second = ingest(index, [str(folder)])
    assert [item.status for item in second.items] == [Outcome.UNCHANGED] * 2
    assert [item.doc_id for item in second.items] == [item.doc_id for item in first.items]


def test_files_known_by_their_text_alone_are_remembered(
    index: Index, folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(ingesting, "edition", lambda: "an earlier one")
        ingest(index, [str(folder)])
    told = ingest(index, [str(folder)])
    assert [item.status for item in told.items] == [Outcome.UNCHANGED] * 2
    request.getfixturevalue("unreadable")
    assert ingest(index, [str(folder)]).count(Outcome.UNCHANGED) == 2


def test_a_removed_document_comes_back_with_its_file(index: Index, folder: Path) -> None:
    first = ingest(index, [str(folder / "a.md")])
    assert first.items[0].doc_id is not None
    index.remove(first.items[0].doc_id)
    again = ingest(index, [str(folder / "a.md")])
    assert (again.items[0].status, again.items[0].doc_id) == (Outcome.ADDED, first.items[0].doc_id)


def test_a_file_that_is_changed_back_is_an_update(index: Index, folder: Path) -> None:
    path = folder / "a.md"
    first = ingest(index, [str(path)])
    path.write_text(FIRST + "\n예산도 늘린다.\n", encoding="utf-8")
    ingest(index, [str(path)])
    path.write_text(FIRST, encoding="utf-8")
    back = ingest(index, [str(path)])
    assert (back.items[0].status, back.items[0].doc_id) == (Outcome.UPDATED, first.items[0].doc_id)
    assert index.count() == 1


def test_a_stopped_run_stores_what_it_took_and_the_next_goes_on(
    index: Index, tmp_path: Path
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(200):
        text = f"# Notice {number}\n\nRoom {number} is closed.\n"
        (many / f"{number:03}.md").write_text(text, encoding="utf-8")
    (many / "000.md").write_text("", encoding="utf-8")
    stopped = ingest(index, [str(many)], Told(stop_after=90))
    assert (stopped.stopped, len(stopped.items)) == (True, 90)
    assert (stopped.count(Outcome.ADDED), index.count()) == (89, 89)
    assert stopped.failures() == {"empty_document": 1}
    rest = ingest(index, [str(many)])
    assert (rest.stopped, len(rest.items)) == (False, 200)
    assert (rest.count(Outcome.UNCHANGED), rest.count(Outcome.ADDED)) == (89, 110)


class GivesUp(Told):
    """Wants no more of it as soon as so many passages are embedded."""

    def __init__(self, embedder: CountingEmbedder, passages: int) -> None:
        super().__init__()
        self._embedder, self._passages = embedder, passages

    def stopping(self) -> bool:
        return bool(self.sources) and self._embedder.passages >= self._passages


# As it is analysed, and between two batches of its passages.
@pytest.mark.parametrize("embedded", [0, 1])
def test_a_long_document_is_left_in_the_middle_and_stored_when_it_comes_again(
    index: Index, tmp_path: Path, embedder: CountingEmbedder, embedded: int
) -> None:
    long = tmp_path / "long.txt"
    lines = (f"The ministry opened harbour number {n} on Monday, it said.\n" for n in range(3_000))
    long.write_text("".join(lines), encoding="utf-8")
    told = GivesUp(embedder, embedded)
    report = ingest(index, [str(long)], told)
    assert report.stopped
    assert told.items == list(report.items) == []
    assert index.count() == 0
    (item,) = ingest(index, [str(long)]).items
    assert item.status is Outcome.ADDED


def test_a_short_document_that_was_taken_is_stored(
    index: Index, folder: Path, embedder: CountingEmbedder
) -> None:
    report = ingest(index, [str(folder)], Told(stop_after=1))
    assert report.stopped
    assert [item.status for item in report.items] == [Outcome.ADDED]
