import os
import unicodedata
from pathlib import Path

import pytest

from ingest.errors import DocumentTooLarge, FetchRefused, SourceNotFound, UnsupportedFormat
from ingest.fetch import count, gather, source_of
from ingest.listing import list_folder
from ingest.raw import Raw, Unusable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("나.txt", "가.md", "sub/다.html", ".git/config", "sub/.hidden"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"글 {name}")
    return tmp_path


def test_a_file(folder: Path) -> None:
    (found,) = gather([str(folder / "나.txt")])
    assert found == Raw((folder / "나.txt").as_posix(), "나.txt", "글 나.txt".encode())


def test_a_folder_is_read_in_order_and_hidden_things_are_named(folder: Path) -> None:
    found = list(gather([str(folder)]))
    names = [Path(one.source).relative_to(folder).as_posix() for one in found]
    assert names == [".git", "가.md", "나.txt", "sub/.hidden", "sub/다.html"]
    assert [type(one) for one in found] == [Unusable, Raw, Raw, Unusable, Raw]
    assert all(
        isinstance(one.error, UnsupportedFormat) for one in found if isinstance(one, Unusable)
    )
    assert count([str(folder)]) == 5


def test_one_bad_input_does_not_stop_the_rest(folder: Path) -> None:
    missing = str(folder / "없다.txt")
    found = list(gather([missing, "ftp://a.example/x", str(folder / "가.md")]))
    assert isinstance(found[0], Unusable)
    assert isinstance(found[0].error, SourceNotFound)
    assert isinstance(found[1], Unusable)
    assert isinstance(found[1].error, FetchRefused)
    assert isinstance(found[2], Raw)
    assert count([missing, "ftp://a.example/x"]) == 2


def test_the_limit_is_checked_before_reading(folder: Path) -> None:
    (found,) = gather([str(folder / "나.txt")], max_bytes=3)
    assert isinstance(found, Unusable)
    assert isinstance(found.error, DocumentTooLarge)


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (found,) = gather([str(folder / "pipe")])
    assert isinstance(found, Unusable)
    assert isinstance(found.error, UnsupportedFormat)


def test_relative_and_absolute_paths_are_one_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "sub")
    (relative,) = gather(["../나.txt"])
    (absolute,) = gather([str(folder / "나.txt")])
    assert relative == absolute


def test_sources_are_composed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "한")
    assert source_of(tmp_path / decomposed) == (tmp_path / "한").as_posix()


@pytest.mark.skipif(os.name == "nt", reason="names that are no text")
def test_names_in_whatever_encoding_stay_different(tmp_path: Path) -> None:
    names = {
        "축산.txt".encode("cp949"): "축산.txt",
        "수산.txt".encode("cp949"): "수산.txt",
        b"caf\xe9.txt": "caf\\xe9.txt",
        b"caf\xe8.txt": "caf\\xe8.txt",
    }
    folder = tmp_path / "농산"  # in UTF-8, as the names below it are not
    folder.mkdir()
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("글")
    found = list(gather([str(folder)]))
    assert {one.source for one in found} == {f"{folder}/{name}" for name in names.values()}
    assert {one.name for one in found if isinstance(one, Raw)} == set(names.values())
    assert set(list_folder(folder).files) == {one.source for one in found}


@pytest.mark.skipif(os.name == "nt", reason="names that are no text")
def test_what_is_said_of_an_odd_name_can_be_written(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + "/축산.txt".encode("cp949")))
    missing = next(gather([str(odd)]))
    odd.write_text("글과 글")
    large = next(gather([str(odd)], max_bytes=3))
    for one in (missing, large):
        assert isinstance(one, Unusable)
        assert str(one.error).encode().decode().startswith(f"{tmp_path}/축산.txt: ")


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_linked_folders_are_named_and_not_followed(folder: Path) -> None:
    (folder / "sub/link").symlink_to(folder)  # which would never end
    refused = [one.error for one in gather([str(folder)]) if isinstance(one, Unusable)]
    (linked,) = [error for error in refused if "linked folders are read only" in str(error)]
    assert isinstance(linked, UnsupportedFormat)
    assert str(linked).startswith(f"{folder / 'sub/link'}: ")
    assert count([str(folder)]) == 6
    assert sum(isinstance(one, Raw) for one in gather([str(folder / "sub/link/sub")])) == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_folder_below_that_cannot_be_opened_is_named(too_deep: Path) -> None:
    (too_deep / "가.md").write_text("글")
    read, closed = gather([str(too_deep)])
    assert isinstance(read, Raw)
    assert isinstance(closed, Unusable)
    assert "cannot be opened as a folder" in str(closed.error)
    assert closed.source.startswith(f"{source_of(too_deep)}/nnn")
    assert count([str(too_deep)]) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens all")
def test_a_folder_that_cannot_be_opened_is_named_where_it_is_the_one_asked_for(
    folder: Path,
) -> None:
    folder.chmod(0)
    try:
        (found,) = gather([str(folder)])
    finally:
        folder.chmod(0o700)
    assert isinstance(found, Unusable)
    assert found.source == source_of(folder)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert list(gather([str(tmp_path)])) == []
