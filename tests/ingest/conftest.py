"""A folder that no user can open throughout, not even one who may open everything."""

from pathlib import Path

import pytest


@pytest.fixture
def too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with folders in it, down to one whose path is longer than the system takes."""
    name = "n" * 250
    with monkeypatch.context() as inside:
        inside.chdir(tmp_path)
        for _ in range(20):
            Path(name).mkdir()
            inside.chdir(name)
    return tmp_path
