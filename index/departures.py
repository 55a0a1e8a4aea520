"""Which passages are no longer searched, since when: what a snapshot made before does not know."""

import sqlite3

import numpy as np

from index import meta
from index.postings import Integers
from index.store import Store


def note(connection: sqlite3.Connection, condition: str, value: str | int) -> None:
    """Note that passages `p` of documents `d` leave the search with the generation under way."""
    connection.execute(
        "INSERT OR IGNORE INTO departures (passage, generation)"
        " SELECT p.id, ? FROM passages p JOIN documents d ON d.id = p.document"
        f" WHERE {condition}",
        (meta.generation(connection) + 1, value),
    )


def known_since(connection: sqlite3.Connection, generation: int) -> bool:
    """Whether it is known what has left since a generation."""
    return generation >= meta.departures_known_from(connection)


def since(connection: sqlite3.Connection, generation: int) -> Integers:
    """The rows of passages that were searched at a generation and are not now, ascending; among
    them may be some that were not even then."""
    found = connection.execute(
        "SELECT passage FROM departures WHERE generation > ? ORDER BY passage", (generation,)
    )
    return np.fromiter((row for (row,) in found), np.int64)


def forget(store: Store, generation: int) -> None:
    """Forget what left up to a generation: the writer does not ask about an earlier one, and who
    does is told that it is not known."""
    past = "FROM departures WHERE generation <= ?"
    with store.reading() as connection:
        if connection.execute(f"SELECT 1 {past} LIMIT 1", (generation,)).fetchone() is None:
            return
    with store.writing() as connection:
        connection.execute(f"DELETE {past}", (generation,))
        meta.set_departures_known_from(connection, generation)
