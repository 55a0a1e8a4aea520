"""What is being made under another name until it is whole, and what killed processes left of that.

Whoever makes it holds a lock on it, which the system drops at any exit: what nobody holds was left.
A process number would not do, for a container's means nothing in another one.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ENDING = "partial"


def partial_of(path: Path) -> Path:
    """The name beside a path under which this process makes what is to lie there."""
    return path.with_name(f".{path.name}.{os.getpid()}.{_ENDING}")


if sys.platform == "win32":  # folders cannot be locked there: nothing is taken for left

    @contextmanager
    def in_use(partial: Path) -> Iterator[None]:
        """Nothing, on this system."""
        yield

    def sweep(path: Path) -> None:
        """Nothing, on this system: whatever is beside the path may be in use."""

else:
    import fcntl

    @contextmanager
    def in_use(partial: Path) -> Iterator[None]:
        """Let `sweep` leave a file or a folder alone until the block ends."""
        descriptor = os.open(partial, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def sweep(path: Path) -> None:
        """Take away what was to become this path, and is made by nobody any more."""
        head, tail = f".{path.name}.", f".{_ENDING}"
        for left in path.parent.iterdir():
            number = left.name.removeprefix(head).removesuffix(tail)
            if left.name == f"{head}{number}{tail}" and number.isdecimal() and _is_left(left):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)

    def _is_left(partial: Path) -> bool:
        """Whether nobody holds it; what is another user's, or gone, is none of ours."""
        try:
            descriptor = os.open(partial, os.O_RDONLY)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return True
