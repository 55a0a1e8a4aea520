"""The examples of the documentation are run as they stand there, against a real service."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doc_examples import ROOT, SAMPLE, Example, examples, with_sample

pytestmark = pytest.mark.model

RUN = {
    "sh": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": ["node", "--input-type=module", "-e"],
}


@pytest.fixture(scope="module")
def url(server: str) -> Iterator[str]:
    with with_sample(server) as address:
        yield address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are that the examples name."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    with zipfile.ZipFile(tmp_path / "monday.zip", "w") as packed:
        packed.write(SAMPLE, "monday.md")
    return tmp_path


@pytest.mark.parametrize("example", examples(*RUN), ids=lambda one: one.name)
def test_it_runs_and_prints_what_the_service_says(example: Example, url: str, folder: Path) -> None:
    command = RUN[example.language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [*command, example.at(url)],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.search(example.expected, done.stdout), done.stdout
