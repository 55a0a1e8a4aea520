"""The keys of a data directory, in one file that only its owner may read."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.directory import DataDirectory
from index.errors import StorageFailed, StoreBusy
from index.files import replace_text
from index.writer_lock import WriterLock
from service.errors import KeyNameTaken, KeysUnreadable, UnknownKey
from service.keys.key import ApiKey, Scope, new_key

_OWNER_ONLY = 0o600


class _Written(BaseModel):
    """The file's content."""

    model_config = ConfigDict(extra="forbid")

    keys: tuple[ApiKey, ...]


class KeyFile:
    """`keys.json`: as long as it is there, the service asks for a key.

    It stays when the last key is revoked: taking a key away must not let everybody in.
    """

    def __init__(self, data_dir: Path) -> None:
        self.path = DataDirectory(data_dir).keys

    def read(self) -> tuple[ApiKey, ...] | None:
        """The keys, in the order in which they were made; None where there never was one.

        Raises KeysUnreadable.
        """
        try:
            self.path.stat()  # tells that there is none even where no file can be opened any more
            return _Written.model_validate_json(self.path.read_bytes()).keys
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise KeysUnreadable(
                f"{self.path} cannot be read ({_reason(error)}), so nobody is let in; restore it, "
                "or remove it and create the keys again"
            ) from error

    def create(self, name: str, scope: Scope) -> tuple[ApiKey, str]:
        """Make a key and give it with its secret. Raises KeyNameTaken."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            keys = self.read() or ()
            if any(name in (key.name, key.key_id) for key in keys):
                raise KeyNameTaken(f"there is a key {name!r} already")
            key, secret = new_key(name, scope)
            self._write((*keys, key))
        return key, secret

    def revoke(self, wanted: str) -> tuple[ApiKey, tuple[ApiKey, ...]]:
        """Take a key away by its name or id; give it, and those that are left.

        Raises UnknownKey.
        """
        if not self.path.exists():
            raise UnknownKey(f"no key is called {wanted!r}; there are none")
        with self._alone():
            keys = self.read() or ()
            revoked = next((key for key in keys if wanted in (key.name, key.key_id)), None)
            if revoked is None:
                raise UnknownKey(f"no key is called {wanted!r}; `briefing keys list` shows them")
            left = tuple(key for key in keys if key != revoked)
            self._write(left)
        return revoked, left

    def _alone(self) -> WriterLock:
        try:
            return WriterLock(self.path.with_suffix(".lock"))
        except StoreBusy as error:
            raise StoreBusy(f"another `briefing keys` is writing {self.path}; try again") from error

    def _write(self, keys: tuple[ApiKey, ...]) -> None:
        text = _Written(keys=keys).model_dump_json(indent=2) + "\n"
        try:
            replace_text(self.path, text, mode=_OWNER_ONLY)
        except OSError as error:
            raise StorageFailed(f"{self.path}: {error.strerror or error}") from error


def _reason(error: OSError | ValidationError) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"{error.error_count()} values are not as expected"  # never the values themselves
