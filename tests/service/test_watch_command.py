"""`briefing watch` and `briefing serve --watch`: real processes, a real folder, the real model."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

BRIEFING = Path(sys.executable).parent / "briefing"
# Only bounds a test that would never end.
PATIENCE_SECONDS = 300

pytestmark = pytest.mark.model


def notice(number: int) -> str:
    return f"# Notice {number}\n\nRoom {number} of the archive is closed.\n"


def environment(**extra: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
    # One thread: several that wait for each other on a busy machine take many times as long.
    return clean | {"LC_ALL": "C.UTF-8", "BRIEFING_THREADS": "1"} | extra


def run(
    data: Path, *arguments: str | Path, expect: int = 0, **extra: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [BRIEFING, "--data-dir", data, *arguments],
        env=environment(**extra),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == expect, f"{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done


def titles(data: Path, folder: Path) -> list[str]:
    """The documents of a folder by title."""
    found = json.loads(run(data, "list", "--json").stdout)["documents"]
    return sorted(one["title"] for one in found if one["source"].startswith(f"{folder}/"))


def told(line: str) -> tuple[str, str]:
    outcome, _, rest = line.rstrip("\n").partition("\t")
    return outcome, rest.rpartition("/")[2]


def read_line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "briefings"
    made.mkdir()
    (made / "a.md").write_text(notice(1), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all: a new index measures the model for some seconds."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def watching(data: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [BRIEFING, "--data-dir", data, "watch", folder],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_each_change_is_a_line_until_a_signal_ends_it(
    watching: subprocess.Popen[str], data: Path, folder: Path
) -> None:
    assert read_line(watching.stderr) == f"Following {folder} (Ctrl+C stops it)\n"
    assert told(read_line(watching.stdout)) == ("added", "a.md")
    busy = run(data, "watch", folder, "--once", expect=1)
    assert busy.stderr.startswith("error[store_busy]: ")
    assert "--watch FOLDER" in busy.stderr
    (folder / "b.md").write_text(notice(2), encoding="utf-8")
    assert told(read_line(watching.stdout)) == ("added", "b.md")
    (folder / "a.md").write_text(notice(11), encoding="utf-8")
    assert told(read_line(watching.stdout)) == ("updated", "a.md")
    (folder / "c.md").write_text(" ", encoding="utf-8")
    assert read_line(watching.stderr).startswith("failed[empty_document]: ")
    (folder / "b.md").unlink()
    assert told(read_line(watching.stdout)) == ("removed", "b.md")
    assert titles(data, folder) == ["Notice 11"]
    watching.send_signal(signal.SIGINT)
    out, errors = watching.communicate(timeout=PATIENCE_SECONDS)
    assert (watching.returncode, out) == (0, "")
    assert "Traceback" not in errors


def test_once_brings_the_index_up_to_date_and_ends(data: Path, folder: Path) -> None:
    (folder / "b.md").write_text(notice(2), encoding="utf-8")
    first = run(data, "watch", folder, "--once")
    assert [told(line) for line in first.stdout.splitlines()] == [
        ("added", "a.md"),
        ("added", "b.md"),
    ]
    (folder / "a.md").rename(folder / "c.md")
    second = run(data, "watch", "--once", folder, LC_ALL="ko_KR.UTF-8")
    assert [told(line) for line in second.stdout.splitlines()] == [
        ("추가", "c.md"),
        ("삭제", "a.md"),
    ]
    (folder / "b.md").unlink()
    (folder / "c.md").unlink()
    held = run(data, "watch", folder, "--once", expect=1)
    assert held.stdout == ""
    assert "--remove-many" in held.stderr
    assert titles(data, folder) == ["Notice 1", "Notice 2"]
    gone = run(data, "watch", folder, "--once", "--remove-many")
    assert sorted(told(line) for line in gone.stdout.splitlines()) == [
        ("removed", "b.md"),
        ("removed", "c.md"),
    ]
    assert run(data, "watch", folder / "missing", "--once", expect=2).stdout == ""


def ask(port: int, path: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return json.loads(response.read())
    finally:
        connection.close()


def test_the_service_follows_a_folder_itself(data: Path, folder: Path) -> None:
    process = subprocess.Popen(
        [BRIEFING, "serve", "--data-dir", data, "--port", "0", "--watch", folder],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        port = int(read_line(process.stdout).partition("127.0.0.1:")[2].split()[0])

        def wait_for(*titles: str) -> None:
            deadline = time.monotonic() + PATIENCE_SECONDS
            found: list[str] = []
            while found != list(titles):
                assert time.monotonic() < deadline, found
                documents = ask(port, "/v1/documents")["documents"]
                found = sorted(
                    one["title"] for one in documents if one["source"].startswith(f"{folder}/")
                )
                time.sleep(0.05)

        wait_for("Notice 1")
        (folder / "b.md").write_text(notice(2), encoding="utf-8")
        wait_for("Notice 1", "Notice 2")
        (folder / "a.md").unlink()
        wait_for("Notice 2")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    finally:
        process.kill()
        process.communicate()
