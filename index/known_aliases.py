"""The abbreviations in use, arranged once for all questions to one state of the documents."""

import sqlite3
from collections.abc import Hashable

from index import aliases
from index.alias_file import Overrides
from index.expansion import Aliases


class KnownAliases:
    """Keeps what was read last: with thousands of abbreviations, reading takes longer than all the
    rest of a question. Safe in many threads: what is kept is replaced as a whole."""

    def __init__(self) -> None:
        self._kept: tuple[Hashable, Aliases] | None = None

    def at(self, connection: sqlite3.Connection, generation: int, overrides: Overrides) -> Aliases:
        """Those to use: the file's, then those most active documents define first. They are read
        when another generation is asked for, or the file has changed."""
        state = (generation, overrides)
        kept = self._kept
        if kept is None or kept[0] != state:
            kept = (state, Aliases(overrides.applied(aliases.defined(connection))))
            self._kept = kept
        return kept[1]
