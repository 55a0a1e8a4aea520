"""The gate on our own questions: what has been reached may not be lost."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import command
from eval.floors import FLOORS, check
from eval.result import read

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.mark.long
@pytest.mark.model
def test_no_floor_of_the_samples_is_broken(tmp_path: Path) -> None:
    output = tmp_path / "samples.json"
    options = [str(SAMPLES), "--output", str(output), "--work-dir", str(tmp_path / "work")]
    assert CliRunner().invoke(command, options, catch_exceptions=False).exit_code == 0
    broken = check(read(output), FLOORS)
    assert [(one.measure, one.found, one.floor) for one in broken] == []
