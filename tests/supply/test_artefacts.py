"""What was not written here is in the manifest, unchanged, and everything else is ours."""

import re
from pathlib import Path

import pytest

from supply.artefacts import Artefact, artefacts
from supply.distributions import Needed
from supply.licences import policy
from supply.project import ROOT

LISTED = artefacts()
# What a checkout holds; beside it lies only what was made or installed here.
FOLDERS = (
    *(".ci", "benchmarks", "docs", "eval", "index", "ingest"),
    *("samples", "service", "supply", "tests", "training"),
)
# Texts of the samples and tests are made to look like pages of others; these are not.
CODE = ("benchmarks", "eval", "index", "ingest", "service", "supply", "training")
# What people write at the head of files that others may take.
NOTICE = re.compile(r"copyright (?:\(c\)|©|\d{4})|SPDX-License-Identifier|@license\b", re.I)
# Text that a program has packed, and nobody can read or review.
LONGEST_LINE = 3_000


def files() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    return [path for path in found if "__pycache__" not in path.parts]


@pytest.mark.parametrize("artefact", LISTED, ids=lambda one: one.path)
def test_every_artefact_is_there_unchanged_and_allowed(
    artefact: Artefact, packages: dict[str, Needed]
) -> None:
    assert artefact.is_unchanged()
    assert policy().allows(artefact.path, artefact.licence)
    if artefact.package is not None:
        assert artefact.package in packages


def test_another_file_is_noticed(tmp_path: Path) -> None:
    changed = tmp_path / "weights.bin"
    changed.write_bytes(b"other weights")
    assert not Artefact(str(changed), "", "", "1", "MIT", LISTED[0].sha256).is_unchanged()


def is_text(path: Path) -> bool:
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def test_every_file_that_is_no_text_is_listed() -> None:
    listed = {one.path for one in LISTED if one.package is None}
    binary = {path.relative_to(ROOT).as_posix() for path in files() if not is_text(path)}
    assert binary == listed


def test_no_text_carries_another_s_notice() -> None:
    carrying = [
        path.relative_to(ROOT).as_posix()
        for path in files()
        if path.relative_to(ROOT).parts[0] in CODE
        and is_text(path)
        and NOTICE.search(path.read_text(encoding="utf-8"))
    ]
    assert carrying == []


def test_nothing_the_page_loads_is_packed() -> None:
    for path in (ROOT / "service" / "web").rglob("*"):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            assert max(map(len, lines)) < LONGEST_LINE, path.name
