"""A real folder and a real index brought after it; two looks stand for time that passes."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.corpus import Index, open_index
from index.errors import StorageFailed
from index.query import Query
from ingest.errors import SourceNotFound
from service.outcomes import Item
from service.watching import MANY, FolderWatch, Follower
from tests.service.fakes import CountingEmbedder


def notice(number: int, more: str = "") -> str:
    return f"# Notice {number}\n\nRoom {number} of the archive is closed.\n{more}"


def page(body: str, day: int = 1) -> str:
    return (
        '<html><head><title>Harbour opens</title><link rel="canonical"'
        ' href="https://nuri.example/harbour"><meta property="article:published_time"'
        f' content="2026-05-{day:02}T09:00:00+09:00"></head><body><article>'
        f"<h1>Harbour opens</h1><p>{body}</p></article></body></html>"
    )


class Heard(Follower):
    """One word and one name for everything that was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.stop = False

    def take(self) -> list[str]:
        taken, self.lines = self.lines, []
        return taken

    def ended(self, item: Item) -> None:
        self.lines.append(f"{item.code or item.status} {name(item.source)}")

    def stopping(self) -> bool:
        return self.stop

    def removed(self, source: str, doc_id: str) -> None:
        self.lines.append(f"removed {name(source)}")

    def out_of_reach(self, error: SourceNotFound) -> None:
        self.lines.append("out of reach")

    def back(self) -> None:
        self.lines.append("back")

    def held_back(self, count: int) -> None:
        self.lines.append(f"held back {count}")


def name(source: str) -> str:
    return source.partition("/in/")[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def index(tmp_path: Path, embedder: CountingEmbedder) -> Iterator[Index]:
    with open_index(tmp_path / "data", embedder) as opened:
        yield opened


class Watched:
    """A folder under watch; `settled` gives what two looks have told."""

    def __init__(self, index: Index, folder: Path, *, remove_many: bool = False) -> None:
        self.index = index
        self.folder = folder
        self.heard = Heard()
        self.watch = FolderWatch(index, folder, self.heard, remove_many=remove_many)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
        return path

    def look(self) -> list[str]:
        self.watch.look()
        return self.heard.take()

    def settled(self) -> list[str]:
        return self.look() + self.look()

    def titles(self) -> list[str]:
        return sorted(document.title for document in self.index.documents())


@pytest.fixture
def watched(index: Index, folder: Path) -> Watched:
    return Watched(index, folder)


def test_new_changed_and_removed_files(watched: Watched) -> None:
    first = watched.write("a.md", notice(1))
    watched.write("deep/er/b.md", notice(2))
    assert watched.settled() == ["added a.md", "added deep/er/b.md"]
    assert watched.settled() == []
    first.write_text(notice(1, "\nSo is the stair.\n"), encoding="utf-8")
    assert watched.settled() == ["updated a.md"]
    first.unlink()
    assert watched.settled() == ["removed a.md"]
    assert watched.titles() == ["Notice 2"]
    hits = watched.index.search(Query("Room 1 archive", k=5))
    assert [hit.passage.text.partition("\n")[0] for hit in hits] == [
        "Room 2 of the archive is closed."
    ]
    assert watched.settled() == []


def test_a_file_is_read_when_two_looks_agree(watched: Watched) -> None:
    path = watched.write("a.md", "# Notice 1\n\n")
    assert watched.look() == []
    for word in ("Room ", "1 ", "is "):  # it is written while we look
        with path.open("a", encoding="utf-8") as file:
            file.write(word)
        assert watched.look() == []
        assert watched.watch.unsettled == 1
    assert watched.look() == ["added a.md"]
    assert watched.watch.unsettled == 0


def test_a_change_that_leaves_size_and_time_as_they_were_is_noticed(watched: Watched) -> None:
    path = watched.write("a.md", notice(1))
    watched.settled()
    before = path.stat()
    path.write_text(notice(7), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert watched.settled() == ["updated a.md"]


def test_a_file_that_is_put_in_place_of_another_is_one_change(watched: Watched) -> None:
    path = watched.write("a.md", notice(1))
    watched.settled()
    path.unlink()
    assert watched.look() == []  # editors take a file away before they put the new one there
    watched.write("a.md", notice(2))
    assert watched.settled() == ["updated a.md"]


def test_bad_files_are_told_once_and_stop_nothing(watched: Watched) -> None:
    bad = watched.write("a.md", " \n")
    watched.write("b.md", notice(2))
    assert watched.settled() == ["empty_document a.md", "added b.md"]
    watched.write("c.md", notice(3))
    assert watched.settled() == ["added c.md"]
    bad.write_text(notice(1), encoding="utf-8")
    assert watched.settled() == ["added a.md"]


def test_a_file_that_cannot_be_read_any_more_keeps_its_document(watched: Watched) -> None:
    path = watched.write("a.md", notice(1))
    watched.settled()
    path.write_text(" \n", encoding="utf-8")
    assert watched.settled() == ["empty_document a.md"]
    assert watched.titles() == ["Notice 1"]
    path.unlink()
    watched.write("b.md", notice(2))
    assert watched.settled() == ["added b.md", "removed a.md"]


def test_hidden_files_are_not_watched(watched: Watched) -> None:
    watched.write(".a.md.swp", notice(1))
    watched.write("~$b.docx", notice(2))
    watched.write(".git/c.md", notice(3))
    assert watched.settled() == []


def test_moved_files_are_never_gone(watched: Watched, embedder: CountingEmbedder) -> None:
    watched.write("inbox/a.md", notice(1))
    watched.write("inbox/b.md", notice(2))
    watched.settled()
    embedded = embedder.passages
    watched.folder.joinpath("inbox").rename(watched.folder / "done")
    assert watched.settled() == [
        "added done/a.md",
        "added done/b.md",
        "removed inbox/a.md",
        "removed inbox/b.md",
    ]
    assert watched.titles() == ["Notice 1", "Notice 2"]
    assert embedder.passages == embedded


def test_a_moved_page_with_an_address_is_read_again(watched: Watched) -> None:
    watched.write("a.html", page("The harbour of Nuri opened on Monday, the ministry said."))
    watched.settled()
    watched.folder.joinpath("a.html").rename(watched.folder / "b.html")
    assert watched.settled() == ["known b.html", "removed a.html", "added b.html"]
    (document,) = watched.index.documents()
    assert document.source == str(watched.folder / "b.html")
    assert watched.settled() == []


def test_the_older_version_comes_back_when_the_newer_ones_file_goes(watched: Watched) -> None:
    watched.write("a.html", page("The harbour of Nuri opens on Monday, the ministry said."))
    watched.settled()
    newer = watched.write("b.html", page("The harbour opened late, the ministry said.", day=2))
    assert watched.settled() == ["updated b.html"]
    newer.unlink()
    assert watched.settled() == ["removed b.html", "added a.html"]
    (document,) = watched.index.documents()
    assert "opens on Monday" in document.text


def zip_of(path: Path, *numbers: int, bad: bool = False) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in numbers:
            archive.writestr(f"{number}.md", notice(number))
        if bad:
            archive.writestr("bad.md", " ")


def test_members_go_with_their_archive(watched: Watched) -> None:
    watched.write("z.md", notice(9))
    path = watched.folder / "press.zip"
    zip_of(path, 1, 2, 3, bad=True)
    assert sorted(watched.settled()) == [
        "added press.zip/1.md",
        "added press.zip/2.md",
        "added press.zip/3.md",
        "added z.md",
        "empty_document press.zip/bad.md",
    ]
    zip_of(path, 1, 3, 4)
    assert sorted(watched.settled()) == [
        "added press.zip/4.md",
        "removed press.zip/2.md",
        "unchanged press.zip/1.md",
        "unchanged press.zip/3.md",
    ]
    path.write_bytes(path.read_bytes()[:-30])  # cut off: it says nothing of what is in it
    assert watched.settled() == ["damaged_document press.zip"]
    assert watched.titles() == ["Notice 1", "Notice 3", "Notice 4", "Notice 9"]
    path.unlink()
    assert sorted(watched.settled()) == [f"removed press.zip/{n}.md" for n in (1, 3, 4)]
    assert watched.titles() == ["Notice 9"]


def test_an_archive_in_an_archive_that_is_damaged_keeps_its_documents(watched: Watched) -> None:
    inner, outer = watched.folder.with_name("inner.zip"), watched.folder / "outer.zip"
    zip_of(inner, 1, 2)

    def pack(content: bytes) -> None:
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("inner.zip", content)
            archive.writestr("3.md", notice(3))

    pack(inner.read_bytes())
    watched.settled()
    assert watched.titles() == ["Notice 1", "Notice 2", "Notice 3"]
    pack(inner.read_bytes()[:-30])
    assert watched.settled() == [
        "damaged_document outer.zip/inner.zip",
        "unchanged outer.zip/3.md",
    ]
    assert watched.titles() == ["Notice 1", "Notice 2", "Notice 3"]


def test_what_happened_while_nobody_looked(index: Index, folder: Path, watched: Watched) -> None:
    for number in range(4):
        watched.write(f"{number}.md", notice(number))
    watched.settled()
    (folder / "0.md").unlink()
    watched.write("1.md", notice(11))
    watched.write("5.md", notice(5))
    again = Watched(index, folder)
    assert sorted(again.settled()) == [
        "added 5.md",
        "removed 0.md",
        "unchanged 2.md",
        "unchanged 3.md",
        "updated 1.md",
    ]


def test_a_folder_out_of_reach_removes_nothing(watched: Watched) -> None:
    watched.write("a.md", notice(1))
    watched.settled()
    away = watched.folder.rename(watched.folder.with_name("away"))
    assert watched.settled() == ["out of reach"]
    assert watched.settled() == []
    away.rename(watched.folder)
    assert watched.look() == ["back"]
    assert watched.settled() == []
    assert watched.titles() == ["Notice 1"]


def test_an_empty_folder_removes_nothing_unless_that_is_right(
    index: Index, folder: Path, watched: Watched
) -> None:
    for number in range(3):
        watched.write(f"{number}.md", notice(number))
    watched.settled()
    shutil.rmtree(folder)
    folder.mkdir()  # as a mount point without its disk
    assert watched.settled() == ["held back 3"]
    assert watched.settled() == []
    assert len(watched.titles()) == 3
    sure = Watched(index, folder, remove_many=True)
    assert sure.settled() == ["removed 0.md", "removed 1.md", "removed 2.md"]
    assert watched.titles() == []


def test_more_than_are_left_do_not_go_at_once(watched: Watched) -> None:
    for number in range(2 * MANY):
        watched.write(f"{number:02}.md", notice(number))
    watched.settled()
    for number in range(MANY):
        (watched.folder / f"{number:02}.md").unlink()
    assert len(watched.settled()) == MANY  # as many as are left
    for number in range(MANY, 2 * MANY - 1):
        (watched.folder / f"{number:02}.md").unlink()
    assert len(watched.settled()) == MANY - 1  # too few to doubt it
    assert watched.titles() == [f"Notice {2 * MANY - 1}"]


def test_a_disk_that_comes_back_ends_the_doubt(watched: Watched) -> None:
    for number in range(MANY + 1):
        watched.write(f"disk/{number:02}.md", notice(number))
    watched.write("note.md", notice(99))
    watched.settled()
    disk = watched.folder / "disk"
    away = disk.rename(watched.folder.with_name("away"))
    disk.mkdir()
    assert watched.settled() == [f"held back {MANY + 1}"]
    watched.write("new.md", notice(100))
    assert watched.settled() == ["added new.md"]  # the rest goes on
    disk.rmdir()
    away.rename(disk)
    assert {line.partition(" ")[0] for line in watched.settled()} <= {"unchanged"}
    assert len(watched.titles()) == MANY + 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may open everything")
def test_a_closed_folder_inside_keeps_its_documents(watched: Watched) -> None:
    watched.write("closed/a.md", notice(1))
    watched.write("b.md", notice(2))
    watched.settled()
    closed = watched.folder / "closed"
    closed.chmod(0)
    try:
        assert watched.settled() == []
    finally:
        closed.chmod(0o700)
    assert watched.titles() == ["Notice 1", "Notice 2"]


def test_what_others_stored_is_left_alone(
    index: Index, folder: Path, watched: Watched, tmp_path: Path
) -> None:
    other = Watched(index, tmp_path / "in-between")
    other.write("a.md", notice(7))
    other.settled()
    watched.write("a.md", notice(1))
    watched.write("b.md", notice(2))
    watched.settled()
    (folder / "a.md").unlink()
    assert watched.settled() == ["removed a.md"]
    assert watched.titles() == ["Notice 2", "Notice 7"]


def test_a_watch_that_is_stopped_removes_nothing_and_the_next_goes_on(
    index: Index, folder: Path, watched: Watched
) -> None:
    watched.write("a.md", notice(1))
    watched.write("b.md", notice(2))
    watched.settled()
    (folder / "a.md").unlink()
    watched.write("c.md", notice(3))
    watched.look()
    watched.heard.stop = True
    assert watched.look() == []
    assert watched.titles() == ["Notice 1", "Notice 2"]
    assert Watched(index, folder).settled() == ["unchanged b.md", "added c.md", "removed a.md"]


def test_errors_of_the_index_are_raised_and_the_next_look_goes_on(
    tmp_path: Path, folder: Path, embedder: CountingEmbedder
) -> None:
    closed = open_index(tmp_path / "data", embedder)
    watched = Watched(closed, folder)
    watched.write("a.md", notice(1))
    watched.look()
    closed.close()
    with pytest.raises(StorageFailed):
        watched.look()
    with open_index(tmp_path / "data", embedder) as index:
        watched.watch._index = index
        assert watched.look() == ["added a.md"]
