"""The commands that people and machines call are there, and no file names a package index."""

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_continuous_integration_calls_what_people_call() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("exec make test")
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_make_knows_its_targets() -> None:
    for target in ("serve", "test", "check", "fix", "lock", "licences", "sbom", "clean"):
        dry = subprocess.run(
            ["make", "--dry-run", target], cwd=ROOT, check=False, capture_output=True, text=True
        )
        assert dry.returncode == 0, dry.stderr


def test_no_file_names_a_package_index() -> None:
    for file in ("Makefile", "Dockerfile", "constraints.txt", "compose.yaml", ".ci/run"):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not re.search(r"https?://|pypi|download\.pytorch", text), file


def test_the_command_and_its_plug_are_declared() -> None:
    assert PROJECT["scripts"] == {"briefing": "service.cli:main"}
    plugged = importlib.metadata.entry_points(group="briefing.commands")
    assert {entry.name: entry.value for entry in plugged} == {"eval": "eval.cli:command"}
