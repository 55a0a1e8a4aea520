"""`export`, `backup`, `restore` and `check` as a person runs them, and who may write meanwhile."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.corpus import open_index
from index.exporting import export
from index.findings import Fault
from index.writer_lock import WriterLock
from ingest.read import from_text
from service.answering.engine import AnswerEngine
from service.finding_lines import KOREAN
from service.ingesting import ingest_document
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from tests.articles import ARTICLES
from tests.service.fakes import CountingEmbedder

if TYPE_CHECKING:
    from index.dense import Transform
    from index.embedder import Embedder

BRIEFING = Path(sys.executable).parent / "briefing"


def started(data: Path, *arguments: str | Path, locale: str = "C.UTF-8") -> subprocess.Popen[str]:
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
    return subprocess.Popen(
        [BRIEFING, "--data-dir", data, *arguments],
        env=clean | {"LC_ALL": locale},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], expect: int = 0) -> tuple[str, str]:
    with process:
        out, errors = process.communicate(timeout=300)
    assert process.returncode == expect, f"{out}\n{errors}"
    assert "Traceback" not in errors
    return out, errors


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_index(tmp_path / "data", CountingEmbedder()) as index:
        for article in ARTICLES:
            ingest_document(index, from_text(article["text"], title=article["title"]))
    waiting = tmp_path / "data" / "jobs" / "20260312t013000123-9f3a2b1c"
    waiting.mkdir(parents=True)
    (waiting / "job.json").write_text("{}")
    (waiting / "content").write_bytes(b"sent")
    (waiting.parent / ".coming-1").mkdir()
    KeyFile(tmp_path / "data").create("desk", Scope.READ)
    (tmp_path / "data" / "replies").mkdir()
    return tmp_path / "data"


def test_out_and_back_with_what_waits(data: Path, tmp_path: Path) -> None:
    number = len(ARTICLES)
    backup, new = tmp_path / "backup", tmp_path / "new"
    with WriterLock(data / "writer.lock"):  # a service is running
        first = started(data, "export")
        second = started(data, "export", tmp_path / "out.jsonl", locale="ko_KR.UTF-8")
        third = started(data, "backup", backup)
        lines, _ = ended(first)
        out, said = ended(second)
        assert (out, said) == ("", f"{tmp_path / 'out.jsonl'} 에 내보냈습니다\n")
        assert ended(third)[0] == f"backed up: {number} documents to {backup}\n"
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == lines
    assert json.loads(lines.splitlines()[0])["documents"] == number
    assert ended(started(new, "restore", backup))[0] == f"restored: {number} documents to {new}\n"
    (job,) = (new / "jobs").iterdir()
    assert (job / "content").read_bytes() == b"sent"
    keys = KeyFile(new).read()
    assert keys
    assert keys == KeyFile(data).read()
    again = ended(started(new, "restore", backup), expect=1)[1]
    assert again.startswith("error[not_empty]: ")
    nowhere = ended(started(tmp_path / "none", "restore", tmp_path), expect=1)[1]
    assert nowhere.startswith("error[backup_damaged]: ")


@pytest.mark.model
def test_an_export_is_read_back(data: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "out.jsonl", tmp_path / "new"
    file.write_bytes(b"".join(export(data)))
    out, _ = ended(started(new, "import", file))
    assert out == f"imported: {len(ARTICLES)} documents from {file}; 0 were there already\n"
    again = started(new, "import", file, locale="ko_KR.UTF-8")
    assert ended(again)[0] == f"가져왔습니다: 문서 0건, {file}; 이미 있던 문서 {len(ARTICLES)}건\n"
    assert b"".join(export(new)) == file.read_bytes()
    file.write_bytes(file.read_bytes()[:-1])
    errors = ended(started(new, "import", file), expect=1)[1]
    assert errors.startswith("error[export_damaged]: ")


def test_one_writer_at_a_time_whatever_it_is(data: Path, tmp_path: Path) -> None:
    ended(started(data, "backup", tmp_path / "whole"))
    with WriterLock(data / "writer.lock"):
        writers = [
            started(data, "serve", "--port", "0"),
            started(data, "ingest", tmp_path / "whole"),
            started(data, "restore", tmp_path / "whole", "--replace"),
            started(data, "remove", "any"),
        ]
        for writer in writers:
            errors = ended(writer, expect=1)[1]
            assert "error[store_busy]: " in errors
            assert "only one process may write" in errors


def test_a_check_says_what_is_wrong_and_its_exit_code_whether(data: Path) -> None:
    whole = started(data, "check")
    assert ended(whole) == ("", "Found wrong: 0. Nothing is wrong now.\n")
    with (
        open_index(data, CountingEmbedder()) as index,
        index._store.writing() as connection,
    ):
        connection.execute("UPDATE sentences SET terms = '거짓' WHERE passage = 1")
        connection.execute("UPDATE documents SET title = '거짓' WHERE id = 2")
    (data / "notes.txt").write_text("mine")
    korean = started(data, "check", locale="ko_KR.UTF-8")
    table = started(data, "check", "--json")
    out, errors = ended(korean, expect=1)
    lines = [line.split("\t") for line in out.splitlines()]
    assert [(code, state) for code, state, _ in lines] == [
        ("document_damaged", "고칠 수 없음"),
        ("words_differ", "고칠 수 있음"),
        ("stray_file", "고칠 수 없음"),
    ]
    assert lines[-1][2].startswith("자료 폴더에 속하지 않는 파일입니다. (notes.txt ")
    assert errors == "발견된 문제 3건. 남은 문제 3건.\n"
    found = json.loads(ended(table, expect=1)[0])
    assert [one["code"] for one in found["findings"]] == [code for code, *_ in lines]
    assert found["left"] == found["findings"]


def test_every_fault_has_a_korean_sentence() -> None:
    assert set(KOREAN) == set(Fault)


@pytest.fixture
def answering(
    tmp_path: Path, real_embedder: "Embedder", real_transform: "Transform"
) -> Iterator[Path]:
    with open_index(tmp_path / "data", real_embedder, transform=real_transform) as index:
        for article in ARTICLES:
            ingest_document(index, from_text(article["text"], title=article["title"]))
        yield tmp_path / "data"


@pytest.mark.model
def test_what_was_restored_answers_with_the_same_citations(
    answering: Path, tmp_path: Path, real_embedder: "Embedder", real_transform: "Transform"
) -> None:
    ended(started(answering, "backup", tmp_path / "backup"))
    ended(started(tmp_path / "new", "restore", tmp_path / "backup"))
    answers = []
    for folder in (answering, tmp_path / "new"):
        with open_index(folder, real_embedder, read_only=True, transform=real_transform) as index:
            answers.append(AnswerEngine(index, None).answer(ARTICLES[0]["title"]))
    assert answers[0].citations
    assert answers[0].citations == answers[1].citations
