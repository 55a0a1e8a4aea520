"""constraints.txt pins what the product needs, as it is installed here, and nothing else."""

import re
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from supply.distributions import Needed, needed
from supply.lock import CONSTRAINTS, resolved, without, written
from supply.project import ROOT, Project, project

PINS = {
    canonicalize_name(name): Version(version)
    for name, version in re.findall(r"^([\w.-]+)==(.+)$", CONSTRAINTS.read_text("utf-8"), re.M)
}
DECLARED = [one for part in project().parts.values() for one in part if one.name != project().name]


@pytest.mark.parametrize("requirement", DECLARED, ids=str)
def test_every_declared_dependency_is_pinned_within_its_bounds(requirement: Requirement) -> None:
    assert PINS[canonicalize_name(requirement.name)] in requirement.specifier


def test_everything_needed_is_pinned_as_it_is_installed_and_nothing_else(
    packages: dict[str, Needed],
) -> None:
    found = packages.values()
    assert len(found) > 100
    assert CONSTRAINTS.read_text(encoding="utf-8") == written(
        {one.name: one.public_version for one in found}
    )


def _needed(**parts: str) -> dict[str, Needed]:
    made = {part: tuple(map(Requirement, texts.split("; "))) for part, texts in parts.items()}
    return needed(Project("ours", "1", "MIT", "", made))


def test_what_is_needed_is_followed_and_told_by_part() -> None:
    found = _needed(always="h11", more="markdown-it-py", dev="ours[more]; rich")
    assert {name: one.parts for name, one in found.items()} == {
        "h11": ("always",),
        "markdown-it-py": ("more",),
        "mdurl": ("more",),
        "pygments": ("dev",),
        "rich": ("dev",),
    }
    assert found["rich"].requires == ("markdown-it-py", "pygments")


def test_extras_of_others_are_followed() -> None:
    assert "cryptography" not in _needed(always="PyJWT")
    found = _needed(always="PyJWT[crypto]")
    assert "cryptography" in found["pyjwt"].requires
    assert "cffi" in found["cryptography"].requires
    assert "pycparser" in found


def _installed(name: str, version: str) -> dict[str, Any]:
    return {"metadata": {"name": name, "version": version}}


def test_a_report_of_pip_becomes_pins() -> None:
    listed = [
        _installed("briefing-qa", "0.1.0"),
        _installed("torch", "2.13.0+cu130"),
        _installed("nvidia-cublas", "13.1"),
        _installed("triton", "3.6.0"),
        _installed("PyYAML", "6.0.3"),
        _installed("attrs", "26.1.0"),
    ]
    pins = written(resolved({"install": listed}))
    assert pins.splitlines()[2:] == ["attrs==26.1.0", "PyYAML==6.0.3", "torch==2.13.0"]
    assert without(pins, {"pyyaml", "attrs"}) == "torch==2.13.0\n"


def test_only_constraints_txt_states_versions_to_install() -> None:
    for file in ("Dockerfile", "Makefile"):
        assert re.findall(r"[\w-]+==[\w.+]+", (ROOT / file).read_text(encoding="utf-8")) == [], file
