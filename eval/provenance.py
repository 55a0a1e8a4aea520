"""Where a result comes from: the commit, the code and the machine."""

import functools
import hashlib
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

# What a result depends on; an edited note or an older result does not make a figure doubtful.
CODE = ("ingest", "index", "service", "eval", "training", "samples", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit's hash and whether the code was changed since; None outside a repository."""

    id: str | None
    dirty: bool | None

    @property
    def short(self) -> str:
        """The hash as file names carry it."""
        return (self.id or "unversioned")[:12] + ("-dirty" if self.dirty else "")


def commit() -> Commit:
    """Ask git about the folder this code lies in."""
    head = _git("rev-parse", "HEAD")
    if head is None:
        return Commit(None, None)
    changes = _git("status", "--porcelain", "--", *CODE)
    return Commit(head.strip(), bool(changes and changes.strip()))


@functools.cache  # this process runs the code it started with, whatever is edited meanwhile
def code_digest(packages: tuple[str, ...], *, left_out: frozenset[str] = frozenset()) -> str:
    """SHA-256 in hexadecimal over the packages' source, what was learnt and the words of two
    languages, but for some files."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".safetensors", ".tsv") and path.name not in left_out:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def machine() -> dict[str, str | int | float]:
    """Describe the machine without naming it: processor, cores, memory, system, Python."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(pages / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _git(*arguments: str) -> str | None:
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return None  # installed as a package: a repository around it would be somebody else's
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
