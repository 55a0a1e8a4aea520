"""The database's few facts about itself: its generation, and the model its vectors come from."""

import sqlite3

from index.errors import IndexDamaged


def generation(connection: sqlite3.Connection) -> int:
    """How many transactions have changed what can be searched; never goes back."""
    found = _get(connection, "generation") or "0"
    if not found.isdecimal():
        raise IndexDamaged(f"the database's generation is {found!r}; restore it from a backup")
    return int(found)


def next_generation(connection: sqlite3.Connection) -> None:
    """Count one more change; belongs into the transaction that makes the change."""
    _set(connection, "generation", str(generation(connection) + 1))


def model_id(connection: sqlite3.Connection) -> str | None:
    """The model whose vectors are searched; None before the first document."""
    return _get(connection, "model_id")


def set_model_id(connection: sqlite3.Connection, value: str) -> None:
    """Name the model whose vectors are searched."""
    _set(connection, "model_id", value)


def story_rule(connection: sqlite3.Connection) -> str | None:
    """The rule that the stored fingerprints were made by; None before the first."""
    return _get(connection, "story_rule")


def set_story_rule(connection: sqlite3.Connection, value: str) -> None:
    """Name the rule that fingerprints are made by from now on."""
    _set(connection, "story_rule", value)


def departures_known_from(connection: sqlite3.Connection) -> int:
    """The generation since which every passage that has left the search is noted."""
    return int(_get(connection, "departures_known_from") or "0")


def set_departures_known_from(connection: sqlite3.Connection, generation: int) -> None:
    """Say that earlier departures have been forgotten."""
    _set(connection, "departures_known_from", str(generation))


def _get(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _set(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))
