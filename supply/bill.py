"""The bill of materials: `python -m supply.bill` prints it, in CycloneDX 1.6 as JSON."""

import sys
import uuid
from collections.abc import Iterable

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from supply.artefacts import Artefact, artefacts
from supply.distributions import Needed, needed
from supply.licences import licence_of, policy
from supply.project import ALWAYS, DEVELOPMENT, Project, project

_WEIGHTS = (".safetensors", ".bin")


def bill(product: Project, packages: dict[str, Needed], files: Iterable[Artefact]) -> Bom:
    """What the product is made of: distributions, and data files with their hashes.

    What only development needs is listed as excluded.
    """
    licences = policy().read
    bom = Bom()
    components = {name: _package(one, licence_of(name, licences)) for name, one in packages.items()}
    ours = _product(product)
    bom.metadata.component = ours
    below = {name: [components[one] for one in packages[name].requires] for name in packages}
    direct = {name for name in packages if _is_named(product, name)}
    below[product.name] = [components[name] for name in packages if name in direct]
    for one in files:
        owner = one.package or product.name
        made = _file(one, components[owner].scope if one.package else ComponentScope.REQUIRED)
        bom.components.add(made)
        below[owner].append(made)
    bom.components.update(components.values())
    for name, needed_there in below.items():
        bom.register_dependency(components.get(name, ours), needed_there)
    # The same materials have the same number.
    listed = "\n".join(sorted(str(one.bom_ref) for one in bom.components))
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{product.name}\n{listed}")
    return bom


def _product(product: Project) -> Component:
    url = PackageURL("pypi", name=product.name, version=product.version)
    return Component(
        type=ComponentType.APPLICATION,
        name=product.name,
        version=product.version,
        description=product.description,
        licenses=[LicenseExpression(product.licence)],
        purl=url,
        bom_ref=str(url),
    )


def _package(one: Needed, licence: str) -> Component:
    url = PackageURL("pypi", name=canonicalize_name(one.name), version=one.version)
    return Component(
        type=ComponentType.LIBRARY,
        name=one.name,
        version=one.version,
        scope=_scope(one.parts),
        licenses=[LicenseExpression(licence)],
        purl=url,
        bom_ref=str(url),
        properties=[Property(name="briefing-qa:needed", value=", ".join(one.parts))],
    )


def _scope(parts: Iterable[str]) -> ComponentScope:
    if ALWAYS in parts:
        return ComponentScope.REQUIRED
    return ComponentScope.EXCLUDED if DEVELOPMENT in parts else ComponentScope.OPTIONAL


def _is_named(product: Project, package: str) -> bool:
    """Whether one of the product's own requirements is this package."""
    named = (one.name for requirements in product.parts.values() for one in requirements)
    return any(canonicalize_name(name) == package for name in named)


def _file(one: Artefact, scope: ComponentScope | None) -> Component:
    weights = one.path.endswith(_WEIGHTS)
    return Component(
        type=ComponentType.MACHINE_LEARNING_MODEL if weights else ComponentType.FILE,
        name=one.path,
        version=one.version,
        scope=scope,
        description=f"{one.what}; from {one.origin}",
        licenses=[LicenseExpression(one.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one.sha256)],
        bom_ref=f"sha256:{one.sha256}",
    )


if __name__ == "__main__":
    product = project()
    # Pictures of the documentation are no part of what is delivered.
    delivered = [one for one in artefacts() if not one.path.startswith("docs/")]
    made = bill(product, needed(product), delivered)
    sys.stdout.write(JsonV1Dot6(made).output_as_string(indent=1) + "\n")
