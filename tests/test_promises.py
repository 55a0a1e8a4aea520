"""The plugin that gives promises' tests a long form, by runs of pytest over a small file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.promises_table import BEGIN, END, put_into, table

ROOT = Path(__file__).parents[1]
QUIET = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
TESTS = """
import pytest

@pytest.mark.promise(3)
def test_kept(scale, seed, tally):
    tally["tries"] += scale(2, 1500)
    tally["seed"] += seed

@pytest.mark.promise(4)
def test_broken(tally, request):
    tally["faults"] += 1
    assert (request.path.parent / "mended").exists(), "not yet"

@pytest.mark.promise(4)
@pytest.mark.parametrize("one", [1, 2])
def test_skipped(one):
    if one == 2:
        pytest.skip("no such disk")

def test_unmarked():
    raise AssertionError
"""


class Soak:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.report = folder / "reports" / "soak.json"
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "test_small.py").write_text(TESTS)

    def __call__(self, *arguments: str) -> tuple[str, dict[str, Any]]:
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-p", "tests.promises", "-p", "no:cacheprovider",
                "--strict-markers", "--soak", self.report, *arguments,
            ],
            cwd=self.folder, env=os.environ | QUIET,
            capture_output=True, text=True, check=False, timeout=100,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout, json.loads(self.report.read_text(encoding="utf-8"))

    def outcomes(self) -> dict[str, str]:
        found = json.loads(self.report.read_text(encoding="utf-8"))["tests"]
        return {name.partition("::")[2]: one["outcome"] for name, one in found.items()}


@pytest.fixture
def soak(tmp_path: Path) -> Soak:
    return Soak(tmp_path)


def test_a_run_notes_the_marked_tests_and_a_second_one_goes_on(soak: Soak) -> None:
    out, report = soak()
    assert soak.outcomes() == {
        "test_kept": "passed",
        "test_broken": "failed",
        "test_skipped[1]": "passed",
        "test_skipped[2]": "skipped",
    }
    tests = {name.partition("::")[2]: one for name, one in report["tests"].items()}
    assert tests["test_kept"]["counted"] == {"tries": 1500, "seed": 20260101}
    assert tests["test_kept"]["promise"] == 3
    assert tests["test_broken"]["counted"] == {"faults": 1}
    assert tests["test_broken"]["reason"].startswith("AssertionError: not yet")
    assert tests["test_skipped[2]"]["reason"] == "no such disk"
    assert "1,500 tries" in out
    assert f"The report is {soak.report}" in out
    (soak.folder / "mended").touch()
    out, _ = soak()
    assert "1 passed, 1 skipped, 3 deselected" in out
    assert "1,500 tries" in out  # of the run before
    assert soak.outcomes()["test_broken"] == "passed"


def test_another_seed_or_commit_begins_anew(soak: Soak) -> None:
    kept = "test_small.py::test_kept"
    soak(kept)
    out, report = soak(kept, "--seed", "7")
    assert "1 passed" in out
    assert report["tests"][kept]["counted"]["seed"] == 7
    soak.report.write_text(json.dumps(report | {"commit": "another"}), encoding="utf-8")
    out, again = soak(kept, "--seed", "7")
    assert "1 passed" in out
    assert again["commit"] == report["commit"]


RESULTS = {
    "commit": "abc",
    "seed": 7,
    "tests": {
        "tests/a.py::test_two": {
            "promise": 10, "outcome": "failed", "seconds": 30.0, "counted": {},
            "reason": "a | b",
        },
        "tests/a.py::test_one[x]": {
            "promise": 2, "outcome": "passed", "seconds": 90.04, "counted": {"kills": 1000},
        },
        "tests/a.py::test_one[y]": {
            "promise": 2, "outcome": "passed", "seconds": 0.1, "counted": {"kills": 1, "lost": 0},
        },
        "tests/a.py::test_one[z]": {
            "promise": 2, "outcome": "skipped", "seconds": 0.0, "counted": {}, "reason": "no disk",
        },
    },
}  # fmt: skip
TABLE = """\
Commit `abc`, seed 7, 2 minutes.

| promise | test | what was counted | outcome | seconds |
| ---: | --- | --- | --- | ---: |
| 2 | `tests/a.py::test_one` | 1,001 kills, 0 lost | 2 passed, 1 skipped (no disk) | 90.1 |
| 10 | `tests/a.py::test_two` |  | failed (a / b) | 30.0 |
"""


def test_a_report_as_a_table() -> None:
    assert table(RESULTS) == TABLE


def test_the_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        put_into(page, TABLE)
        assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n{TABLE}{END}\nafter\n"
    page.write_text("no marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no"):
        put_into(page, TABLE)
