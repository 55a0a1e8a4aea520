"""The command `briefing` as a person runs it: a process, its output, its exit code."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

BRIEFING = Path(sys.executable).parent / "briefing"
COMMANDS = ("ingest", "list", "show", "remove", "search", "ask", "serve", "mcp", "rebuild", "eval")
# Libraries that take from a fifth of a second to several seconds to import.
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "kiwipiepy",
    "faiss",
    "trafilatura",
    "fastapi",
    "uvicorn",
    "pydantic",
    "numpy",
    "rich",
)


def run(
    *arguments: str | Path, expect: int = 0, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in an environment without settings and check its exit code."""
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("BRIEFING_")}
    clean |= {"LC_ALL": "C.UTF-8"} | environment
    done = subprocess.run(
        [BRIEFING, *arguments], env=clean, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == expect, f"{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done


def test_help_names_every_command() -> None:
    out = run("--help").stdout
    for command in COMMANDS:
        assert f"\n  {command} " in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_data_dir(command: str) -> None:
    out = run(command, "--help").stdout
    assert "Usage: briefing" in out
    if command != "eval":
        assert "--data-dir" in out


def test_asking_for_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['briefing', '--help']\n"
        "from service.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("list", "--no-such-option"),
        ("ingest",),
        ("show",),
        ("search", "q", "-k", "0"),
        ("search", "q", "-k", "51"),
        ("ask", "q", "--after", "yesterday"),
        ("search", "q", "--as-of", "yesterday"),
        ("serve", "--port", "65536"),
    ],
)
def test_misuse_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert "Error: " in run(*arguments, expect=2).stderr


def test_the_most_hits_are_the_http_apis() -> None:
    from service.commands.questions import MAX_K
    from service.http.received import MAX_HITS

    assert MAX_K == MAX_HITS


def test_an_unknown_variable_is_one_line_and_exit_code_2() -> None:
    done = run("list", expect=2, BRIEFING_PROT="1")
    assert done.stderr == (
        "error[invalid_settings]: BRIEFING_PROT is not a setting; did you mean BRIEFING_PORT?\n"
    )
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "code"), [("  ?! ", "empty_question"), ("가" * 4001, "question_too_long")]
)
def test_bad_questions_are_refused_before_anything_is_loaded(
    tmp_path: Path, command: str, question: str, code: str
) -> None:
    data = tmp_path / "data"
    done = run("--data-dir", data, command, question, expect=2)
    assert done.stderr.startswith(f"error[{code}]: ")
    assert done.stderr.count("\n") == 1
    assert not data.exists()


def test_errors_are_korean_in_a_korean_locale() -> None:
    done = run("ask", "?", expect=2, LC_ALL="ko_KR.UTF-8")
    assert done.stderr.startswith("오류[empty_question]: 질문이 비어 있습니다. (")


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--data-dir", tmp_path / "data", expect=1)
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"error[address_in_use]: cannot serve on 127.0.0.1:{port}: ")
    assert not (tmp_path / "data").exists()


def test_a_host_that_is_none_is_said_too(tmp_path: Path) -> None:
    done = run("serve", "--host", "256.0.0.1", "--data-dir", tmp_path, expect=1)
    assert "error[address_in_use]: cannot serve on 256.0.0.1:8000: " in done.stderr
