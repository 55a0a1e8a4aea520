"""The pins, the image and the commands hold to their rules; read as text, built nowhere."""

import importlib.metadata
import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def constraints() -> dict[str, Version]:
    pins = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version = line.split("==")
            pins[canonicalize_name(name)] = Version(version)
    return pins


def declared() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    texts = [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]
    parsed = [Requirement(text) for text in texts]
    return [one for one in parsed if canonicalize_name(one.name) != "briefing-qa"]


PINS = constraints()


def test_constraints_are_sorted_and_pinned_once() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split("==")[0].lower() for line in lines if line and not line.startswith("#")]
    assert names == sorted(names)
    assert len(names) == len(PINS)


@pytest.mark.parametrize("requirement", declared(), ids=lambda one: one.name)
def test_every_declared_dependency_is_pinned_within_its_bounds(requirement: Requirement) -> None:
    pin = PINS[canonicalize_name(requirement.name)]
    assert pin in requirement.specifier


def dependencies_of(name: str) -> Iterator[str]:
    for text in importlib.metadata.requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def test_everything_the_dependencies_need_is_pinned_and_installed_so() -> None:
    waiting = [canonicalize_name(one.name) for one in declared()]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        assert name in PINS, f"{name} is needed and not in constraints.txt"
        # The local label ("+cpu") tells builds of one version apart.
        installed = Version(importlib.metadata.version(name)).public
        assert installed == str(PINS[name]), f"{name} is installed at {installed}"
        waiting.extend(dependencies_of(name))


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(i for i, (name, _) in enumerate(found) if name == "FROM")
    return found[start:]


def test_the_image_has_two_stages_of_a_named_slim_base() -> None:
    bases = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert len(bases) == 2
    for base in bases:
        assert re.fullmatch(r"python:3\.11-slim(-\w+)?", base)


def test_the_container_runs_as_a_numbered_user_who_is_not_root() -> None:
    stage = last_stage()
    [user] = [rest for name, rest in stage if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    names = [name for name, _ in stage]
    assert names.index("USER") < names.index("CMD")
    assert "RUN" not in names[names.index("USER") :]


def test_commands_are_lists_so_that_signals_arrive() -> None:
    stage = dict(last_stage())
    assert json.loads(stage["CMD"])[:2] == ["briefing", "serve"]
    check = stage["HEALTHCHECK"].partition("CMD")[2]
    assert json.loads(check)[0] == "python"
    assert "/readyz" in check


def test_the_health_check_is_python_that_compiles() -> None:
    check = json.loads(dict(last_stage())["HEALTHCHECK"].partition("CMD")[2])
    compile(check[2], "HEALTHCHECK", "exec")


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied: set[str] = set()
    for name, rest in instructions():
        words = [word for word in shlex.split(rest) if not word.startswith("--")]
        if name == "COPY" and "--from" not in rest:
            copied.update(words[:-1])
    assert copied == allowed
    for source in copied:
        assert (ROOT / source).exists(), source


def test_the_pinned_torch_is_the_same_everywhere() -> None:
    pin = f"torch=={PINS['torch']}"
    for file in ("Dockerfile", "Makefile"):
        found = re.findall(r"torch==[\w.+]+", (ROOT / file).read_text(encoding="utf-8"))
        assert found == [pin], file


def test_compose_keeps_to_loopback_and_a_read_only_root() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert re.search(r"^ {4}read_only: true$", text, flags=re.MULTILINE)
    assert re.search(r"^ {4}tmpfs:\n {6}- /tmp$", text, flags=re.MULTILINE)
    assert re.search(r"^ {6}- data:/data$", text, flags=re.MULTILINE)
    ports = re.findall(r'^ {6}- "([^"]*:8000)"$', text, flags=re.MULTILINE)
    assert ports == ["127.0.0.1:8000:8000"]


def test_continuous_integration_calls_what_people_call() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("exec make test")
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_make_knows_its_targets() -> None:
    for target in ("serve", "test", "check", "fix", "clean"):
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
