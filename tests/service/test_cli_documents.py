"""The command over real documents with the real model: in, found, asked, served, out again."""

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.directory import DataDirectory

BRIEFING = Path(sys.executable).parent / "briefing"
ASKED = "표민서 장관은 13일 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다."
KOREAN = (
    f"# 미과부 장관, 한빛연 방문\n\n2026년 3월 13일\n\n{ASKED} 국 원장은 검토하겠다고 답했다. "
    "한빛과학기술연구원(HIST)은 해솔시에 있다.\n"
)
ENGLISH = "# Harbour opens\n\nThe harbour of Nuri opened on Monday after four years of work.\n"
# Enough that the first are stored long before the last are read.
FILES = 800

pytestmark = pytest.mark.model


def environment(**extra: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
    return clean | {"LC_ALL": "C.UTF-8"} | extra


class Command:
    """`briefing` on one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *arguments: str | Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [BRIEFING, "--data-dir", self.data, *arguments],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == expect, f"{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done

    def json(self, *arguments: str | Path, expect: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", expect=expect).stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("briefings")
    (made / "ko.md").write_text(KOREAN, encoding="utf-8")
    (made / "en.md").write_text(ENGLISH, encoding="utf-8")
    (made / "empty.md").write_text("", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def ingested(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Any]:
    briefing = Command(tmp_path_factory.mktemp("data"))
    done = briefing("ingest", folder, "--json", expect=1)
    assert done.stderr.startswith("failed[empty_document]: ")
    return briefing, json.loads(done.stdout)


@pytest.fixture
def briefing(ingested: tuple[Command, Any]) -> Command:
    return ingested[0]


@pytest.fixture
def doc_ids(ingested: tuple[Command, Any]) -> dict[str, str]:
    return {
        Path(item["source"]).name: item["doc_id"] for item in ingested[1]["items"] if item["doc_id"]
    }


def test_the_bad_file_is_named_and_the_rest_is_stored(ingested: tuple[Command, Any]) -> None:
    report = ingested[1]
    assert [Path(item["source"]).name for item in report["items"]] == [
        "empty.md",
        "en.md",
        "ko.md",
    ]
    assert [item["status"] for item in report["items"]] == ["failed", "added", "added"]
    assert report["items"][0]["code"] == "empty_document"
    assert (report["added"], report["failed"]) == (2, 1)


def test_the_data_dir_may_come_after_the_command_or_from_the_environment(
    briefing: Command, doc_ids: dict[str, str]
) -> None:
    after = subprocess.run(
        [BRIEFING, "--data-dir", "/nowhere", "list", "--data-dir", briefing.data],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    variable = subprocess.run(
        [BRIEFING, "list"],
        env=environment(BRIEFING_DATA_DIR=str(briefing.data)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert after.stdout == variable.stdout
    rows = [line.split("\t") for line in after.stdout.splitlines()]
    assert sorted(row[0] for row in rows) == sorted(doc_ids.values())


def test_list_pages_and_says_what_it_left_out(briefing: Command) -> None:
    page = briefing.json("list", "--limit", "1", "--offset", "1")
    assert (page["total"], page["limit"], page["offset"]) == (2, 1, 1)
    assert len(page["documents"]) == 1
    assert "1 of 2 documents" in briefing("list", "--limit", "1").stderr


def test_show_prints_the_text_and_what_was_dropped(
    briefing: Command, doc_ids: dict[str, str]
) -> None:
    assert ASKED in briefing("show", doc_ids["ko.md"]).stdout
    shown = briefing.json("show", doc_ids["ko.md"])
    assert shown["doc_id"] == doc_ids["ko.md"]
    assert ASKED in shown["text"]
    assert briefing("show", "--dropped", doc_ids["en.md"]).stdout.strip()


def test_aliases_are_listed_with_their_documents_and_what_the_file_says(
    briefing: Command, doc_ids: dict[str, str]
) -> None:
    source = {"doc_id": doc_ids["ko.md"], "title": "미과부 장관, 한빛연 방문"}
    mined = {"short": "HIST", "long": "한빛과학기술연구원", "documents": 1}
    mined |= {"defined_in": [source], "added": False, "off": False}
    listed = {"aliases": [mined], "total": 1, "limit": 100, "offset": 0}
    assert briefing.json("aliases") == listed
    file = briefing.data / "aliases.csv"
    file.write_text("HIST,,off\n누표원,누리표준측정원\n", encoding="utf-8")
    try:
        shown = briefing("aliases")
        page = briefing("aliases", "--limit", "1")
        file.write_text("HIST\n", encoding="utf-8")
        refused = briefing("aliases", expect=1)
    finally:
        file.unlink()
    assert shown.stdout.splitlines() == [
        "1\tHIST\t한빛과학기술연구원\tswitched off",
        f"   {source['doc_id']}  {source['title']}",
        "0\t누표원\t누리표준측정원\tadded by the file",
    ]
    assert "1 of 2 abbreviations" in page.stderr
    assert refused.stderr.startswith("error[invalid_alias_file]: aliases.csv, line 1: ")


def test_unknown_ids_are_one_line_each(briefing: Command) -> None:
    assert briefing("show", "nope", expect=1).stderr.startswith("error[unknown_document]: ")
    gone = briefing.json("remove", "nope", "neither", expect=1)
    assert gone == {"removed": [], "unknown": ["nope", "neither"]}


def test_search_finds_and_filters(briefing: Command, doc_ids: dict[str, str]) -> None:
    found = briefing.json("search", "누가 양자 인력을 늘려 달라고 했나?", "-k", "5")
    assert found["language"] == "ko"
    assert found["hits"][0]["doc_id"] == doc_ids["ko.md"]
    assert [hit["rank"] for hit in found["hits"]] == list(range(1, len(found["hits"]) + 1))
    none = briefing("search", "양자 인력", "--publisher", "없는 신문")
    assert (none.stdout, none.stderr) == ("", "No passage matches.\n")


@pytest.mark.parametrize(("command", "reads"), [("search", False), ("ask", True)])
def test_only_what_reads_loads_the_reader(briefing: Command, command: str, reads: bool) -> None:
    traced = [sys.executable, "-X", "importtime", BRIEFING, "--data-dir", briefing.data]
    asked = [*traced, command, "양자 인력"]
    done = subprocess.run(
        asked, env=environment(), capture_output=True, text=True, check=True, timeout=300
    )
    assert ("service.reading.reader" in done.stderr) is reads


def test_ask_answers_with_an_exact_slice(briefing: Command, doc_ids: dict[str, str]) -> None:
    answer = briefing.json("ask", "표민서 장관은 국재하 원장에게 무엇을 요청했나?")
    assert answer["status"] == "grounded"
    first = answer["citations"][0]
    assert first["doc_id"] == doc_ids["ko.md"]
    text = briefing.json("show", first["doc_id"])["text"]
    assert text[first["start"] : first["end"]] == first["quote"]
    assert "양자 인력을 두 배로" in first["quote"]


def test_ingesting_again_changes_nothing(briefing: Command, folder: Path) -> None:
    done = briefing("ingest", folder / "ko.md", folder / "en.md")
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["unchanged"] * 2
    assert (
        done.stderr
        == "  0  added\n  0  updated\n  2  unchanged\n  0  known\n  0  older\n  0  failed\n"
    )


def test_rebuild_keeps_every_document(briefing: Command) -> None:
    status = briefing.json("rebuild")
    assert status["documents"] == 2


def test_rebuild_finds_who_said_what_again_where_it_is_asked_to(briefing: Command) -> None:
    def quotations(change: str = "") -> int:
        with closing(sqlite3.connect(DataDirectory(briefing.data).database)) as database:
            database.execute(change or "SELECT 1")
            database.commit()
            [(count,)] = database.execute("SELECT count(*) FROM quotes")
            return int(count)

    found = quotations()
    assert found > 0
    assert quotations("DELETE FROM quotes") == 0
    briefing.json("rebuild")
    assert quotations() == 0
    assert briefing.json("rebuild", "--analyse")["documents"] == 2
    assert quotations() == found


def test_ctrl_c_keeps_what_is_stored_and_the_same_command_goes_on(tmp_path: Path) -> None:
    folder, data = tmp_path / "many", tmp_path / "data"
    folder.mkdir()
    for number in range(FILES):
        text = f"# Notice {number}\n\nRoom {number} of the archive is closed.\n"
        (folder / f"{number:04}.md").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [BRIEFING, "--data-dir", data, "ingest", folder, "--json"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for_documents(data, process)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    assert "then stopping" in errors
    assert "Traceback" not in errors
    report = json.loads(out)
    assert report["stopped"] is True
    assert report["added"] == len(report["items"]) == stored(data) < FILES
    again = Command(data).json("ingest", folder)
    assert again["stopped"] is False
    assert (again["unchanged"], again["added"]) == (report["added"], FILES - report["added"])


def wait_for_documents(data: Path, process: subprocess.Popen[str]) -> None:
    while process.poll() is None:
        if (data / "briefings.sqlite3").exists() and stored(data):
            return
        time.sleep(0.01)
    raise AssertionError(process.communicate())


def stored(data: Path) -> int:
    database = sqlite3.connect(f"{(data / 'briefings.sqlite3').as_uri()}?mode=ro", uri=True)
    try:
        (count,) = database.execute("SELECT count(*) FROM documents").fetchone()
    except sqlite3.OperationalError:  # the tables are being made
        return 0
    finally:
        database.close()
    return int(count)


@pytest.fixture
def service(briefing: Command) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running `briefing serve`, after it has printed where it is."""
    process = subprocess.Popen(
        [BRIEFING, "serve", "--data-dir", briefing.data, "--port", "0"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(
            r"briefing-qa is at http://127\.0\.0\.1:(\d+) \(Ctrl\+C stops it\)\n", line
        )
        assert found, line
        yield process, int(found[1])
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_serving_answers_lets_others_read_and_stops_cleanly(
    service: tuple[subprocess.Popen[str], int], briefing: Command, folder: Path
) -> None:
    process, port = service
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path in ("/readyz", "/"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, path
    connection.close()
    assert briefing("list").stdout.count("\n") == 2
    busy = briefing("ingest", folder / "ko.md", expect=1)
    assert busy.stderr.startswith("error[store_busy]: ")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0


def test_a_service_that_cannot_load_ends_with_the_reason(briefing: Command, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "LAYOUT").write_text("999\n", encoding="utf-8")
    done = Command(data)("serve", "--port", "0", expect=1)
    assert "error[store_too_new]: " in done.stderr.splitlines()[-1]


def test_removed_documents_are_gone(
    briefing: Command, doc_ids: dict[str, str], folder: Path
) -> None:
    assert briefing("remove", doc_ids["en.md"]).stdout == f"removed\t{doc_ids['en.md']}\n"
    assert [one["doc_id"] for one in briefing.json("list")["documents"]] == [doc_ids["ko.md"]]
    assert briefing.json("ingest", folder / "en.md")["added"] == 1
