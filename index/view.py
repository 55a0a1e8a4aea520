"""One consistent look at the index: what a search sees from its first statement to its last."""

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index import departures, meta, named_days, notices, reading
from index.dense import Comparison, Matrix
from index.expansion import Aliases
from index.filters import EVERYTHING, document_condition
from index.lexical import Words
from index.named_days import NamedDays, Naming
from index.postings import Integers, Leg
from index.query import Filters
from index.records import Correction, Located
from index.snapshot import Snapshot
from ingest.document import Document
from ingest.periods import Days


class View:
    """The passages that live in the snapshot, are active in the database and allowed by the
    filters, by their places in the snapshot.

    The snapshot is taken first and the database's state second, so the database is never the older
    of the two: a passage is visible in all legs or in none, and one removed since the snapshot was
    made is visible in none. Made by `Index.view`; belongs to one thread.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        snapshot: Snapshot,
        filters: Filters,
        aliases: Aliases,
    ) -> None:
        self._connection = connection
        self._filters = filters
        self.aliases = aliases
        self.snapshot = snapshot
        self.generation = meta.generation(connection)
        self._naming: dict[tuple[Days, ...], Naming] = {}

    @cached_property
    def visible(self) -> NDArray[np.bool_] | None:
        """Which places can be found; None when all can."""
        rows = self._allowed_rows()
        if rows is not None:
            visible = np.zeros(len(self.snapshot.alive), np.bool_)
            visible[self.snapshot.places(rows)] = True
            return visible & self.snapshot.alive
        if self.generation == self.snapshot.generation:
            return self.snapshot.visible
        gone = departures.since(self._connection, self.snapshot.generation)
        visible = self.snapshot.alive.copy()
        visible[self.snapshot.places(gone)] = False
        return visible

    def _allowed_rows(self) -> Integers | None:
        where = document_condition(self._filters)
        known = departures.known_since(self._connection, self.snapshot.generation)
        if where == EVERYTHING and known:
            return None
        return reading.active_rows(self._connection, where)

    def compare(self, vector: Matrix) -> Comparison:
        """A question's vector, float32 (d,), transformed as the indexed vectors were, with all of
        them."""
        return self.snapshot.compare(vector)

    def nearest(self, compared: Comparison, limit: int) -> Integers:
        """The visible passages nearest to it, best first."""
        return compared.nearest(limit, self.visible)

    @cached_property
    def words(self) -> Mapping[Leg, Words]:
        """The words of all passages of the snapshot, whatever the filters."""
        return {leg: Words(self.snapshot, leg) for leg in Leg}

    def naming(self, asked: tuple[Days, ...]) -> tuple[Integers, Integers]:
        """The places of the visible passages that name any of the days asked for, ascending, and
        how often each does."""
        rows, times = self._all_naming(asked)
        places = self.snapshot.places(rows)
        if self.visible is not None:
            places = places[self.visible[places]]
        return places, times[np.searchsorted(rows, self.snapshot.rows[places])]

    def count_naming(self, asked: tuple[Days, ...]) -> int:
        """How many active passages name any of the days asked for, whatever the filters."""
        return len(self._all_naming(asked).rows)

    def _all_naming(self, asked: tuple[Days, ...]) -> Naming:
        """They are counted first and looked at afterwards: once read, they are kept."""
        if asked not in self._naming:
            self._naming[asked] = named_days.naming(self._connection, asked)
        return self._naming[asked]

    def named_days(self, rows: Iterable[int]) -> dict[int, tuple[NamedDays, ...]]:
        """The days that passages name, by row and in the order of the text."""
        return named_days.of_passages(self._connection, rows)

    def located(self, rows: Iterable[int]) -> dict[int, Located]:
        """Where active passages belong, by row."""
        return reading.located(self._connection, rows)

    def texts(self, rows: Iterable[int]) -> dict[int, str]:
        """The passages' texts by row."""
        return reading.texts(self._connection, rows)

    def documents(self, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id, without what cleaning dropped."""
        return reading.documents(self._connection, doc_ids)

    def corrections(self, doc_ids: Iterable[str]) -> dict[str, tuple[Correction, ...]]:
        """What corrects documents, by their ids; those that nothing corrects are left out."""
        return notices.of_documents(self._connection, doc_ids)

    def names_sounding(self, sound: str) -> tuple[str, ...]:
        """The Korean names that active documents hold and whose sound begins like this."""
        return reading.names_sounding(self._connection, sound)
