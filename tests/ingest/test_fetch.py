import os
from pathlib import Path

import pytest

from ingest.errors import DocumentTooLarge, FetchRefused, SourceNotFound, UnsupportedFormat
from ingest.fetch import count, gather, source_of
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


def test_sources_are_composed_and_encodable(tmp_path: Path) -> None:
    assert source_of(tmp_path / "한") == (tmp_path / "한").as_posix()
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    source_of(odd).encode()


def test_an_empty_folder(tmp_path: Path) -> None:
    assert list(gather([str(tmp_path)])) == []
