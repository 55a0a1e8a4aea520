import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["content", "filters", "growth", "highest", "instants"])
def test_the_examples_in_the_docstrings_hold(name):
    result = doctest.testmod(importlib.import_module(f"index.{name}"))
    assert result.attempted
    assert not result.failed
