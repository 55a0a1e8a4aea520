"""The licence of every dependency: `python -m supply.licences` writes docs/licences.md."""

import importlib.metadata
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from license_expression import LicenseExpression, Licensing, get_spdx_licensing
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

from supply.distributions import Needed, needed
from supply.project import ROOT, project

PAGE = ROOT / "docs" / "licences.md"
_POLICY = Path(__file__).with_name("licences.toml")
_HEAD = """\
# Licences

Every package that the product needs, with all that it needs in turn, made by `make licences`.
*Needed* says for what: `always`, or for an extra; `dev` is for development alone. A licence is what
the package states of itself; where it does not say so in SPDX's terms, it was read in its licence
file and stands in `supply/licences.toml`. There too stands which licences are allowed: the tests
fail over any other. What was not written by us and lies in this repository or comes as data is in
`supply/artefacts.toml`. Libraries that a package carries in its binaries are told by its own files.

| package | version | licence | needed |
|---|---|---|---|
"""
# Classifiers that mean one licence; those for BSD and PSF name families.
_CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What licences are allowed, and what was read where metadata does not tell.

    `weak` are reasons by licence, `strong` by package, `read` expressions by package.
    """

    permissive: frozenset[str]
    weak: dict[str, str]
    strong: dict[str, str]
    read: dict[str, str]

    def allows(self, package: str, expression: str) -> bool:
        """Whether a package of this licence may be needed; of a choice, one is enough."""
        return package in self.strong or self._allows(_terms().parse(expression))

    def _allows(self, node: LicenseExpression) -> bool:
        if isinstance(node, _terms().AND):
            return all(map(self._allows, node.args))
        if isinstance(node, _terms().OR):
            return any(map(self._allows, node.args))
        licence = node.render()
        return licence in self.permissive or licence in self.weak


def policy() -> Policy:
    """Read the policy, licences.toml."""
    table = tomllib.loads(_POLICY.read_text(encoding="utf-8"))
    return Policy(frozenset(table["permissive"]), table["weak"], table["strong"], table["read"])


@cache
def _terms() -> Licensing:
    """What reads SPDX expressions; its table takes a while to build."""
    return get_spdx_licensing()


def licence_of(package: str, read: Mapping[str, str]) -> str:
    """An installed package's licence as an SPDX expression. Raises LookupError for none."""
    metadata = importlib.metadata.metadata(package)
    classifiers = metadata.get_all("Classifier") or ()
    told = [
        read.get(canonicalize_name(package)),
        *(metadata.get_all("License-Expression") or ()),
        *(metadata.get_all("License") or ()),
        *(_CLASSIFIED.get(one.rpartition(" :: ")[2]) for one in classifiers),
    ]
    for text in told:
        if text and (expression := _spdx(text)):
            return expression
    raise LookupError(f"{package} tells no licence in SPDX's terms; read it, into licences.toml")


def _spdx(text: str) -> str | None:
    try:
        return str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return None


def page(packages: Iterable[Needed], read: Mapping[str, str]) -> str:
    """The page for these packages."""
    rows = (
        f"| {one.name} | {one.public_version} | {licence_of(one.name, read)} "
        f"| {', '.join(one.parts)} |\n"
        for one in packages
    )
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(needed(project()).values(), policy().read), encoding="utf-8")
