"""A virtual environment for each peer, made once under a work directory.

torch and sentence-transformers, which only the cold start needs, are large: they lie in one
environment that all others look into behind their own packages.
"""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

# The environment with what loads the embedding model.
MODEL = "model"


class InstallFailed(Exception):
    """pip could not install something; says its last line."""


def python_of(name: str, work: Path) -> Path:
    """The Python of the peer's environment, made first when it is not there or out of date.

    Raises InstallFailed.
    """
    behind = _made(MODEL, work, None)
    return _made(name, work, behind) / "bin" / "python"


def _made(name: str, work: Path, behind: Path | None) -> Path:
    folder = work / "environments" / name
    required = Path(__file__).with_name(f"{name}.txt")
    wanted = required.read_text(encoding="utf-8")
    made = folder / "made-of.txt"
    if not made.is_file() or made.read_text(encoding="utf-8") != wanted:
        print(f"{name}: installing", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        if behind is not None:
            (_packages(folder) / "behind.pth").write_text(
                f"{_packages(behind)}\n", encoding="utf-8"
            )
        _install(name, folder / "bin" / "python", required)
        made.write_text(wanted, encoding="utf-8")
    return folder


def _packages(folder: Path) -> Path:
    """Where an environment keeps its packages."""
    places = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    return Path(places["purelib"])


def _install(name: str, python: Path, required: Path) -> None:
    # Where pip's index offers GPU builds of torch only, they are large: an index with CPU builds
    # can be configured in pip.
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "-r", str(required)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise InstallFailed(f"{name}: {said[-1] if said else done.stderr.strip()[-300:]}")
