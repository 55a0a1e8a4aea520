"""One consistent look at the index: what a search sees from its first statement to its last."""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index import aliases, lexical, meta, named_days, notices, reading
from index.alias_file import Overrides
from index.dense import Matrix, Snapshot
from index.filters import EVERYTHING, Where, document_condition, passage_condition
from index.lexical import Leg
from index.named_days import NamedDays
from index.query import Filters
from index.records import Correction, StoredPassage, StoredSentence
from ingest.document import Alias, Document, Language
from ingest.periods import Days


class View:
    """The passages that are in the dense index, active in the database and allowed by the filters.

    The dense index is taken first and the database's state second, so the database is never the
    older of the two: a passage is visible in both legs or in neither, and one removed since the
    index was made is visible in none. Made by `Index.view`; belongs to one thread.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        snapshot: Snapshot,
        filters: Filters,
        overrides: Overrides,
    ) -> None:
        self._connection = connection
        self._overrides = overrides
        self._filters = filters
        self.snapshot = snapshot
        self.generation = meta.generation(connection)

    @cached_property
    def allowed(self) -> NDArray[np.int64] | None:
        """The visible passages' rows, ascending; None when all of the dense index is visible."""
        where = document_condition(self._filters)
        if where == EVERYTHING and self.generation == self.snapshot.generation:
            return None
        rows = reading.active_rows(self._connection, where)
        return rows[rows <= self.snapshot.last_row]

    def dense(self, vector: Matrix, limit: int) -> list[tuple[int, float]]:
        """(row, best inner product of the passage's and its sentences' vectors), best first.

        `vector`: float32 (d,), transformed as the indexed vectors were.
        """
        return self.snapshot.search(vector, limit, self.allowed)

    def lexical(self, leg: Leg, terms: Iterable[str]) -> dict[int, float]:
        """BM25 of the visible passages that hold any of the terms, by row."""
        return lexical.scores(self._connection, leg, terms, self._visible("rowid"))

    def naming(self, asked: Sequence[Days]) -> dict[int, int]:
        """How often the visible passages name any of the days asked for, by row."""
        return named_days.counts(self._connection, asked, self._visible(named_days.PASSAGE))

    def count_naming(self, asked: Sequence[Days]) -> int:
        """How many active passages name any of the days asked for, whatever the filters."""
        return named_days.count_passages(self._connection, asked)

    def named_days(self, rows: Iterable[int]) -> dict[int, tuple[NamedDays, ...]]:
        """The days that passages name, by row and in the order of the text."""
        return named_days.of_passages(self._connection, rows)

    def _visible(self, column: str) -> Where:
        where = Where(f"{column} <= ?", (self.snapshot.last_row,))
        filtered = passage_condition(self._filters, column)
        return where & filtered if filtered else where

    def document_frequencies(self, leg: Leg, terms: Iterable[str]) -> dict[str, int]:
        """In how many active passages each term occurs, whatever the filters."""
        return lexical.document_frequencies(self._connection, leg, terms)

    @cached_property
    def passages_in_all(self) -> int:
        """How many passages the lexical tables hold, whatever the filters: BM25's N."""
        return lexical.passages(self._connection)

    def passages(self, rows: Iterable[int]) -> dict[int, StoredPassage]:
        """Passages by row."""
        return reading.passages(self._connection, rows)

    def languages(self, rows: Iterable[int]) -> dict[int, Language]:
        """The passages' languages by row."""
        return reading.languages(self._connection, rows)

    def sentences(self, rows: Iterable[int]) -> dict[int, tuple[StoredSentence, ...]]:
        """The passages' sentences by row, in order, with their lexical terms."""
        return reading.sentences(self._connection, rows)

    def vectors(self, rows: list[int]) -> dict[int, Matrix]:
        """The passages' indexed vectors by row: (1 + sentences, d), the passage's own first."""
        return self.snapshot.vectors_of(rows)

    def documents(self, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id, without what cleaning dropped."""
        return reading.documents(self._connection, doc_ids)

    def corrections(self, doc_ids: Iterable[str]) -> dict[str, tuple[Correction, ...]]:
        """What corrects documents, by their ids; those that nothing corrects are left out."""
        return notices.of_documents(self._connection, doc_ids)

    def aliases(self) -> tuple[Alias, ...]:
        """The abbreviations to use: the file's, then those most active documents define first."""
        return self._overrides.applied(aliases.defined(self._connection))

    def names_sounding(self, sound: str) -> tuple[str, ...]:
        """The Korean names that active documents hold and whose sound begins like this."""
        return reading.names_sounding(self._connection, sound)
