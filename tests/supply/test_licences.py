"""Every dependency's licence is known, allowed, and on the page."""

import pytest

from supply.distributions import Needed
from supply.licences import PAGE, licence_of, page, policy

Packages = dict[str, Needed]
POLICY = policy()


def test_every_licence_is_allowed(packages: Packages) -> None:
    told = {name: licence_of(name, POLICY.read) for name in packages}
    assert {name: one for name, one in told.items() if not POLICY.allows(name, one)} == {}


def test_the_page_is_what_make_licences_writes(packages: Packages) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(packages.values(), POLICY.read)


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("LGPL-2.1-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", False),
        ("LicenseRef-Proprietary", False),
    ],
)
def test_copyleft_and_what_is_unknown_are_not(expression: str, allowed: bool) -> None:
    assert POLICY.allows("anything", expression) is allowed


def test_what_was_read_is_read_where_metadata_does_not_tell(packages: Packages) -> None:
    for package, read in POLICY.read.items():
        assert package in packages
        try:
            assert licence_of(package, {}) != read, f"{package} tells it itself"
        except LookupError:
            continue


def test_a_package_that_tells_nothing_is_an_error() -> None:
    with pytest.raises(LookupError, match="sympy tells no licence"):
        licence_of("sympy", {})


def test_every_exception_has_its_reason() -> None:
    assert [one for one in (POLICY.weak | POLICY.strong).values() if len(one.split()) < 5] == []
