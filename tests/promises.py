"""Promises: tests that run in a short form with all others, and in a long one with `make soak`.

    @pytest.mark.promise(7)
    def test_readers_never_stop(index, scale, seed, tally):
        for second in range(scale(3, 60)):   # the short form's number, the long form's
            ...
            tally["reads"] += 1

`pytest --soak REPORT` runs these tests alone, in their long form, and writes after each one what it
counted and, at the end, prints the report as a table. Started again with the same report, seed and
commit it goes on with the tests that have not passed; another seed or commit begins a new report.
"""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.promises_table import table

ROOT = Path(__file__).parent.parent
DEFAULT_SEED = 20260101


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("promises")
    group.addoption("--soak", type=Path, metavar="REPORT", help="long forms, noted in REPORT")
    group.addoption("--seed", type=int, default=DEFAULT_SEED, help="where chance begins")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(number): holds a promise of docs/operations.md")
    if (path := config.getoption("--soak")) is not None:
        config.pluginmanager.register(Report(path, config.getoption("--seed")), "soak-report")


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """Where every random choice of a promise's test begins."""
    return int(pytestconfig.getoption("--seed"))


@pytest.fixture(scope="session")
def scale(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """Of two numbers, the short form's and the long form's, the one for this run."""
    soaking = pytestconfig.getoption("--soak") is not None
    return lambda short, long: long if soaking else short


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Counter[str]:
    """What a test counts for the report: kills, faults, inputs, requests; losses, leaks."""
    counted: Counter[str] = Counter()
    request.node.stash[_TALLY] = counted
    return counted


_TALLY = pytest.StashKey[Counter[str]]()


class Report:
    """The long forms' results, kept in a file of JSON from one run to the next."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path = path
        self._about = {"commit": _commit(), "seed": seed}
        self._tests: dict[str, dict[str, Any]] = {}
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))
            if {name: found.get(name) for name in self._about} == self._about:
                self._tests = found["tests"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave the promises' tests that have not passed yet."""
        left = [item for item in items if _promise(item) is not None and not self._passed(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in left])
        items[:] = left

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Time a test as a whole."""
        started = time.monotonic()
        item.stash[_PHASES] = []
        result = yield
        worst = _worst(item.stash[_PHASES])
        self._tests[item.nodeid] = {
            "promise": _promise(item),
            "outcome": worst.outcome,
            "seconds": round(time.monotonic() - started, 1),
            "counted": dict(item.stash.get(_TALLY, Counter())),
            **_reason(worst),
        }
        self._save()
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Note how each phase of a test ended."""
        report = yield
        item.stash[_PHASES].append(report)
        return report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show what is in the report, earlier runs' tests too, and where it is."""
        terminalreporter.section("promises")
        terminalreporter.write_line(table(self._whole()))
        terminalreporter.write_line(f"The report is {self._path.absolute()}")

    def _passed(self, item: pytest.Item) -> bool:
        return self._tests.get(item.nodeid, {}).get("outcome") == "passed"

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_name(self._path.name + ".new")
        text = json.dumps(self._whole(), ensure_ascii=False, indent=1)
        new.write_text(text + "\n", encoding="utf-8")
        new.replace(self._path)

    def _whole(self) -> dict[str, Any]:
        return {**self._about, "tests": self._tests}


_PHASES = pytest.StashKey[list[pytest.TestReport]]()


def _promise(item: pytest.Item) -> int | None:
    marker = item.get_closest_marker("promise")
    return None if marker is None else int(marker.args[0])


def _worst(phases: list[pytest.TestReport]) -> pytest.TestReport:
    ranked = {"failed": 0, "skipped": 1, "passed": 2}
    return min(phases, key=lambda phase: ranked[phase.outcome])


def _reason(phase: pytest.TestReport) -> dict[str, str]:
    """Why a test was skipped, or what it failed with."""
    if phase.outcome == "passed":
        return {}
    if isinstance(phase.longrepr, tuple):
        return {"reason": phase.longrepr[2].removeprefix("Skipped: ")}
    crash = getattr(phase.longrepr, "reprcrash", None)
    text = crash.message if crash else phase.longreprtext
    return {"reason": text.partition("\n")[0]}


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip()
