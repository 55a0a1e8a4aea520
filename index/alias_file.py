"""The file that adds abbreviations and switches mined ones off, read again when it has changed."""

import csv
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.errors import InvalidAliasFile
from index.files import named_errors, replace_text
from ingest.decode import decode, normalise
from ingest.document import Alias
from ingest.errors import UndecodableText

# Ten thousand pairs take half of this; every question walks through all of them.
MAX_BYTES = 1024 * 1024
# The longest name of a law or an institute is well under this; more is a misplaced paragraph.
MAX_NAME = 200
_OFF = "off"
_EXPECTED = 'expected "short,long" or "short,long,off"'

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the file says: pairs to use besides the mined ones, and mined ones not to use.

    In `off`, an empty long form stands for all long forms of the short one.
    """

    added: tuple[Alias, ...] = ()
    off: frozenset[Alias] = frozenset()

    def is_off(self, alias: Alias) -> bool:
        """Whether a mined pair is switched off; what the file itself adds never is."""
        named = alias in self.off or Alias(alias.short, "") in self.off
        return named and alias not in self.added

    def applied(self, mined: Iterable[Alias]) -> tuple[Alias, ...]:
        """The pairs to use: the added ones, then the mined ones that are on, each in its order."""
        on = (alias for alias in mined if not self.is_off(alias))
        return tuple(dict.fromkeys((*self.added, *on)))


@dataclass(frozen=True, slots=True)
class _Read:
    """The file at one moment; `problem` says why it cannot be used, `overrides` go on counting."""

    stamp: tuple[int, ...] | None
    overrides: Overrides
    problem: str | None


class AliasFile:
    """One file, which need not exist. Safe in many threads: what it said is replaced as a whole."""

    def __init__(self, path: Path) -> None:
        """Read it for the first time. Raises InvalidAliasFile."""
        self._path = path
        stamp = self._stamp()
        overrides = Overrides() if stamp is None else parse(text_of(path), path.name)
        self._read = _Read(stamp, overrides, None)

    def current(self) -> Overrides:
        """What the file says now: a change is seen by its time and size, one look a call.

        While it cannot be used, what it said last goes on counting, and the log says why.
        """
        stamp = self._stamp()
        if stamp != self._read.stamp:
            self._read = self._again(stamp)
        return self._read.overrides

    def checked(self) -> Overrides:
        """The same, but raises InvalidAliasFile while the file cannot be used."""
        overrides = self.current()
        if self._read.problem is not None:
            raise InvalidAliasFile(self._read.problem)
        return overrides

    def adopt(self, text: str) -> bool:
        """Put a text in the file's place where there is none; whether the file says this now.

        Raises StorageFailed, or InvalidAliasFile where there is one that cannot be read.
        """
        if not self._path.exists():
            with named_errors(self._path):
                replace_text(self._path, text)
        return text_of(self._path) == text

    def _stamp(self) -> tuple[int, ...] | None:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            return (error.errno or 0,)
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def _again(self, stamp: tuple[int, ...] | None) -> _Read:
        if stamp is None:
            return _Read(None, Overrides(), None)
        try:
            return _Read(stamp, parse(text_of(self._path), self._path.name), None)
        except InvalidAliasFile as error:
            log.warning("%s: %s; what it said before goes on counting", error.code, error)
            return _Read(stamp, self._read.overrides, str(error))


def parse(text: str, name: str) -> Overrides:
    """What the text of such a file says. Raises InvalidAliasFile with the line's number.

    >>> parse("HIST,한빛과학기술연구원", "a.csv").added
    (Alias(short='HIST', long='한빛과학기술연구원'),)
    """
    added: dict[Alias, int] = {}
    off: dict[Alias, int] = {}
    for number, line in enumerate(normalise(text).split("\n"), 1):
        where = f"{name}, line {number}"
        cells = [] if line.lstrip().startswith("#") else _cells(line, where)
        if not cells:
            continue
        alias = _alias(cells, where)
        mine, others = (added, off) if len(cells) == 2 else (off, added)
        if alias in others:
            raise InvalidAliasFile(
                f"{where}: {alias.short} = {alias.long} is both added and switched off; "
                f"line {others[alias]} says the opposite"
            )
        mine.setdefault(alias, number)
    return Overrides(tuple(added), frozenset(off))


def _cells(line: str, where: str) -> list[str]:
    """The cells of one line, without the empty ones that spreadsheets leave at its end."""
    try:
        cells = [" ".join(cell.split()) for row in csv.reader([line], strict=True) for cell in row]
    except csv.Error as error:
        raise InvalidAliasFile(f"{where}: {error}; {_EXPECTED}") from error
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _alias(cells: list[str], where: str) -> Alias:
    is_pair = len(cells) == 2 or (len(cells) == 3 and cells[2].lower() == _OFF)
    if not is_pair or not cells[0]:
        raise InvalidAliasFile(f"{where}: {_EXPECTED}, came {','.join(cells)[:MAX_NAME]!r}")
    short, long = cells[0], cells[1]
    if short == long:
        raise InvalidAliasFile(f"{where}: both forms are {short!r}; expected two names")
    for form in filter(None, (short, long)):
        if not 2 <= len(form) <= MAX_NAME or not any(map(str.isalnum, form)):
            raise InvalidAliasFile(
                f"{where}: {form[:MAX_NAME]!r} is no name; expected 2 to {MAX_NAME} characters"
            )
    return Alias(short, long)


def text_of(path: Path) -> str:
    """What such a file holds, as text. Raises InvalidAliasFile."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidAliasFile(f"{path.name}: cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise InvalidAliasFile(f"{path.name}: over {MAX_BYTES} bytes")
    try:
        return decode(content, path.name)
    except UndecodableText as error:
        raise InvalidAliasFile(str(error)) from error
