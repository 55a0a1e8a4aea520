"""Which edition of the readers this is: what the same bytes are read into depends on it."""

import functools
import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# The libraries that take part in reading; another release of one may read a file differently.
LIBRARIES = (
    "dochan",
    "htmldate",
    "httpx",
    "kiwipiepy",
    "lxml",
    "olefile",
    "pypdfium2",
    "python-docx",
    "trafilatura",
)


@functools.cache
def edition() -> str:
    """A short digest over this package's own code and the releases of the libraries it reads with.

    It is worked out and not kept by hand, so that nobody can forget to raise it: bytes that were
    read by the same edition would be read into the same document again.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {_release(name)}\0".encode())
    return digest.hexdigest()[:16]


def _release(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
