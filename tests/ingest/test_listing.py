"""What a folder holds, on a real file system."""

import os
import unicodedata
from pathlib import Path

import pytest

from ingest.errors import SourceNotFound
from ingest.fetch import source_of
from ingest.listing import list_folder


def test_every_file_by_its_source(tmp_path: Path) -> None:
    for name in ("b.md", "in/a.md", "in/.hidden/c.md", ".d.md", "~$e.docx", "__MACOSX/f.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(name)
    listing = list_folder(tmp_path)
    assert list(listing.files) == [source_of(tmp_path / "b.md"), source_of(tmp_path / "in/a.md")]
    assert listing.closed == frozenset()
    (first, _) = listing.files.values()
    stat = first.path.stat()
    assert (first.size, first.modified, first.inode) == (4, stat.st_mtime_ns, stat.st_ino)
    assert list_folder(tmp_path) == listing


def test_names_are_composed_and_paths_are_as_the_disk_has_them(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "보도자료.md")
    (tmp_path / decomposed).write_text("가")
    ((source, seen),) = list_folder(tmp_path).files.items()
    assert source == f"{source_of(tmp_path)}/보도자료.md"
    assert seen.path.read_text() == "가"


@pytest.mark.skipif(os.name == "nt", reason="links, and names that are no text")
def test_links_and_names_that_are_no_text(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "a.md").write_text("a")
    (folder / "a.md").symlink_to(outside / "a.md")
    (folder / "b.md").symlink_to(outside / "gone.md")
    (folder / "c").symlink_to(outside)
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/d\xff.md"))
    odd.write_text("d")
    os.mkfifo(folder / "e.md")
    assert list(list_folder(folder).files) == sorted([source_of(outside / "a.md"), source_of(odd)])


def test_what_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    for name in ("a.md", "missing"):
        with pytest.raises(SourceNotFound, match=name):
            list_folder(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_folder_that_cannot_be_opened_is_told_from_an_empty_one(too_deep: Path) -> None:
    inner, name = too_deep, "n" * 250
    listing = list_folder(too_deep)
    assert listing.files == {}
    (closed,) = listing.closed
    while len(str(inner / name)) < len(closed):
        inner /= name
    assert closed == f"{source_of(inner)}/{name}"
    assert listing.file_of(f"{closed}/a.md") == closed
