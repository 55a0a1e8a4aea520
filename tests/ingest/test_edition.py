"""The edition names everything that takes part in reading a file."""

import ast
import re
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import ingest
from ingest.edition import LIBRARIES, edition

# They work on a document's text when it has been read, and have no part in what is read.
AFTER_READING = {"langchain-text-splitters"}


def imported() -> set[str]:
    """The top-level modules that the package imports, wherever in a file that stands."""
    found: set[str] = set()
    for path in Path(ingest.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - {"ingest"} - set(sys.stdlib_module_names)


def test_every_library_that_reads_is_named() -> None:
    distributions = packages_distributions()
    used = {name for module in imported() for name in distributions[module]}
    named = {name.lower().replace("_", "-") for name in used}
    assert named - AFTER_READING == set(LIBRARIES)
    assert all(version(name) for name in LIBRARIES)


def test_it_is_short_and_stays_the_same() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", edition())
    edition.cache_clear()
    first = edition()
    edition.cache_clear()
    assert edition() == first
