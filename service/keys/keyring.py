"""The keys as a running service knows them: read again whenever their file is another one."""

from pathlib import Path

from service.keys.key import ApiKey
from service.keys.key_file import KeyFile

# The file is only ever replaced by another, so one of these changes with every change of the keys.
_Identity = tuple[int, int, int]


class Keyring:
    """The keys of a data directory; a look costs no more than asking for the file's status."""

    def __init__(self, data_dir: Path) -> None:
        self._file = KeyFile(data_dir)
        self._identity: _Identity | None = None
        self._keys: tuple[ApiKey, ...] | None = None

    def keys(self) -> tuple[ApiKey, ...] | None:
        """The keys there are now; None when none is asked for. Raises KeysUnreadable."""
        identity = self._look()
        if identity is None or identity != self._identity:
            # Remembered last: what cannot be read is tried again, and never taken for the old.
            self._keys = self._file.read()
            self._identity = identity
        return self._keys

    def _look(self) -> _Identity | None:
        try:
            found = self._file.path.stat()
        except OSError:  # not there, or not to be reached: reading it says which
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
