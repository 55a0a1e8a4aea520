"""Files that were made or written elsewhere: where each is from, and that it has not changed."""

import hashlib
import importlib.metadata
import tomllib
from dataclasses import dataclass
from pathlib import Path

from supply.project import ROOT

MANIFEST = Path(__file__).with_name("artefacts.toml")


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file; `package` is the distribution it comes with, None for one of this repository.

    `sha256` is hexadecimal, `licence` an SPDX expression.
    """

    path: str
    what: str
    origin: str
    version: str
    licence: str
    sha256: str
    package: str | None = None

    def located(self) -> Path:
        """Where the file lies here. Raises importlib.metadata.PackageNotFoundError."""
        if self.package is None:
            return ROOT / self.path
        return Path(str(importlib.metadata.distribution(self.package).locate_file(self.path)))

    def is_unchanged(self) -> bool:
        """Whether the file is the one that the manifest means. Raises OSError."""
        with self.located().open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


def artefacts() -> list[Artefact]:
    """Read the manifest, artefacts.toml."""
    table = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    return [Artefact(package=one.pop("in", None), **one) for one in table["artefact"]]
