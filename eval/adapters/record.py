"""JSON, JSON Lines and tables read so that whatever is wrong is named by file, place and reason."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object of a file and where it stands there ("line 3", "data[0]")."""

    path: Path
    place: str
    values: Mapping[str, object]

    def error(self, reason: str) -> DatasetError:
        """Build the error that names this record."""
        return DatasetError.at(self.path, self.place, reason)

    def text(self, *names: str) -> str:
        """The string under the first of the names that is there; raises `DatasetError`."""
        for name in names:
            value = self.optional_text(name)
            if value is not None:
                return value
        raise self.error(f"expected text in {' or '.join(map(repr, names))}, found nothing")

    def optional_text(self, name: str) -> str | None:
        """The string under a name; None when it is absent, null or blank."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._unexpected(name, "text", value)
        return value if value.strip() else None

    def integer(self, name: str) -> int:
        """The whole number under a name."""
        value = self.values.get(name)
        # bool is a subclass of int, and `true` is no offset.
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._unexpected(name, "a whole number", value)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """The truth value under a name; the default when it is absent."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self._unexpected(name, "true or false", value)
        return value

    def records(self, name: str, *, required: bool = False) -> Iterator["Record"]:
        """The objects of the list under a name, each knowing its place; none when it is absent."""
        values = self.values.get(name, None if required else [])
        if values is None and not required:
            return
        if not isinstance(values, list):
            raise self._unexpected(name, "a list", values)
        for position, value in enumerate(values):
            place = f"{self.place}, {name}[{position}]"
            if not isinstance(value, dict):
                raise DatasetError.at(self.path, place, f"expected an object, found {value!r}")
            yield Record(self.path, place, value)

    def _unexpected(self, name: str, wanted: str, found: object) -> DatasetError:
        return self.error(f"expected {wanted} in {name!r}, found {found!r}")


def read_text(path: Path) -> str:
    """Read a file that must be UTF-8 (a byte-order mark is allowed); raises `DatasetError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        before = path.read_bytes()[: error.start]
        line = before.count(b"\n") + 1
        raise DatasetError.at(path, f"line {line}", f"not UTF-8: {error.reason}") from error
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from error


def read_object(path: Path) -> Record:
    """Read a JSON file that holds one object; raises `DatasetError`."""
    return _parse(path, read_text(path), 1, "top level")


def read_lines(path: Path) -> Iterator[Record]:
    """Read a JSON Lines file, one object a line; blank lines are passed over."""
    # str.splitlines would also cut at U+2028 and the like, which JSON allows inside a string.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield _parse(path, line, number, f"line {number}")


def read_table(path: Path, columns: frozenset[str]) -> Iterator[Record]:
    """Read a CSV file with a heading, one object a row; empty cells are absent, and so are rows of
    nothing else, which spreadsheets leave behind.

    Raises `DatasetError`, also for a column that is not among those known, and for a row that has
    more cells than the heading.
    """
    rows = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        unknown = [name for name in rows.fieldnames or () if name not in columns]
        if unknown:
            known = ", ".join(sorted(columns))
            raise DatasetError.at(path, "line 1", f"unknown column {unknown[0]!r}; known: {known}")
        for row in rows:
            place = f"line {rows.line_num}"
            if None in row:
                raise DatasetError.at(path, place, "has more cells than the heading")
            cells = {name: cell for name, cell in row.items() if cell}
            if any(map(str.strip, cells.values())):
                yield Record(path, place, cells)
    except csv.Error as error:
        raise DatasetError.at(path, f"line {rows.line_num}", f"not CSV: {error}") from error


def _parse(path: Path, text: str, line: int, place: str) -> Record:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {line + error.lineno - 1}, column {error.colno}"
        raise DatasetError.at(path, at, f"not JSON: {error.msg}") from error
    except RecursionError as error:
        raise DatasetError.at(path, place, "not usable: nested too deeply") from error
    if not isinstance(value, dict):
        raise DatasetError.at(path, place, f"expected an object, found {type(value).__name__}")
    return Record(path, place, value)
