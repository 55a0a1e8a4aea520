"""Every example in a docstring does what it says."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import eval as evaluation
import index
import ingest
import service


def modules() -> Iterator[str]:
    for package in (ingest, index, service, evaluation):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield found.name


@pytest.mark.parametrize("name", sorted(modules()))
def test_examples(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
