"""Make constraints.txt again: `python -m supply.lock [NAME...]`.

Asks pip which versions it would install today for the product with all its extras, and writes them
down. With names, only these move, and what they need to move with them must be named too.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import Version

from supply.project import ROOT, project

CONSTRAINTS = ROOT / "constraints.txt"
HEAD = """\
# The versions everything was tested with: pip install --constraint constraints.txt ...
# torch carries no local label, so that any build of it (CPU or GPU) satisfies the pin.
"""
# What only torch's builds for GPUs need; each of these builds names exact versions itself.
_GPU_LIBRARIES = ("nvidia-", "cuda-", "triton")


def main() -> None:
    """Resolve, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m supply.lock", description=__doc__)
    parser.add_argument("names", nargs="*", help="what may move; all when none is named")
    names = {canonicalize_name(name) for name in parser.parse_args().names}
    kept = without(CONSTRAINTS.read_text(encoding="utf-8"), names) if names else ""
    CONSTRAINTS.write_text(written(resolved(report(kept))), encoding="utf-8")


def report(constraints: str) -> dict[str, Any]:
    """What pip would install into an empty environment, in its own report's form.

    Raises subprocess.CalledProcessError where nothing satisfies every requirement; pip says why.
    """
    with tempfile.TemporaryDirectory() as folder:
        kept, made = Path(folder, "constraints.txt"), Path(folder, "report.json")
        kept.write_text(constraints, encoding="utf-8")
        asked = ("--dry-run", "--ignore-installed", "--quiet", f"--report={made}")
        command = [sys.executable, "-m", "pip", "install", *asked, f"--constraint={kept}", ".[dev]"]
        subprocess.run(command, cwd=ROOT, check=True)
        found: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
    return found


def resolved(report: Mapping[str, Any]) -> dict[str, str]:
    """The versions to pin, by name: all of a report's but our own and those of GPU builds."""
    versions = {}
    for one in report["install"]:
        name, version = one["metadata"]["name"], one["metadata"]["version"]
        canonical = canonicalize_name(name)
        if canonical != project().name and not canonical.startswith(_GPU_LIBRARIES):
            versions[name] = Version(version).public
    return versions


def written(versions: Mapping[str, str]) -> str:
    """The file for these versions by name."""
    lines = (f"{name}=={versions[name]}\n" for name in sorted(versions, key=str.lower))
    return HEAD + "".join(lines)


def without(constraints: str, names: Collection[str]) -> str:
    r"""The pins of a file, less those of some canonical names.

    >>> without("# why\nPyYAML==6.0\nrich==15.0\n", {"pyyaml"})
    'rich==15.0\n'
    """
    pins = (line for line in constraints.splitlines(keepends=True) if not line.startswith("#"))
    return "".join(pin for pin in pins if canonicalize_name(pin.partition("==")[0]) not in names)


if __name__ == "__main__":
    main()
