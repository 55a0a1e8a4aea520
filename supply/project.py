"""What pyproject.toml says that the product needs."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
# What is needed whatever is wanted beside it; the other parts are called as the extras are.
ALWAYS = "always"
# The extra that is for work on the product, and is not delivered.
DEVELOPMENT = "dev"


@dataclass(frozen=True, slots=True)
class Project:
    """Our own distribution; `parts` are its requirements as written, ALWAYS first."""

    name: str
    version: str
    licence: str
    description: str
    parts: dict[str, tuple[Requirement, ...]]


def project(root: Path = ROOT) -> Project:
    """Read pyproject.toml and not what is installed, which may be of another state of it."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    written = {ALWAYS: table["dependencies"], **table["optional-dependencies"]}
    return Project(
        name=table["name"],
        version=table["version"],
        licence=table["license"],
        description=table["description"],
        parts={part: tuple(map(Requirement, texts)) for part, texts in written.items()},
    )
