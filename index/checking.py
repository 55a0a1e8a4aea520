"""Everything that is derived held against what it was derived from; changes nothing.

Made for the eyes of whoever runs a service: opening a collection checks only what it cannot do
without, and mends what a crash leaves by itself.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import arrays, checked_documents, checked_words, embeddings, meta, reading, stories
from index.directory import DataDirectory
from index.findings import Fault, Finding
from index.manifest import Manifest, digest_of
from index.segment import Segment
from index.snapshots import SnapshotFolder
from index.visiting import visit

# A snapshot may be replaced, twice over, between looking where it is and reading it.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """A snapshot as it lies on the disk."""

    manifest: Manifest
    segments: Sequence[Segment]


def check(data_dir: Path) -> Iterator[Finding]:
    """What is wrong with a collection, of one moment, beside a process that writes.

    Raises what `visit` does: a database that cannot be opened cannot be looked into either.
    """
    with visit(data_dir) as (directory, store):
        # The snapshot first: it may only be behind the database, never ahead.
        found = _on_disk(directory)
        with store.reading() as connection:
            yield from _database(connection)
            yield from checked_documents.check(connection)
            yield from _stories(connection)
            yield from _vectors(connection)
            yield from _snapshot(connection, found)
        yield from _strays(directory)


def _database(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Finding(Fault.DATABASE_DAMAGED, line)
    orphans = Counter(row[0] for row in connection.execute("PRAGMA foreign_key_check"))
    for table, count in sorted(orphans.items()):
        yield Finding(Fault.ROWS_ORPHANED, f"{count} rows of {table} belong to nothing stored")


def _stories(connection: sqlite3.Connection) -> Iterator[Finding]:
    wrong = stories.disagreements(connection)
    if wrong:
        detail = f"{wrong} documents' relations are not those of their fingerprints and copies"
        yield Finding(Fault.STORIES_DIFFER, detail)


def _vectors(connection: sqlite3.Connection) -> Iterator[Finding]:
    model_id = meta.model_id(connection) or ""
    missing = embeddings.count_missing(connection, model_id)
    if missing:
        detail = f"{missing} passages have no vectors of {model_id}"
        yield Finding(Fault.VECTORS_MISSING, detail)
    unfit = embeddings.unfit(connection, model_id)
    if unfit:
        detail = f"the vectors of {len(unfit)} passages fail their checksum or their shape"
        yield Finding(Fault.VECTORS_DAMAGED, detail)


def _on_disk(directory: DataDirectory) -> _OnDisk | str | None:
    """The snapshot, or why it cannot be used; None when there is none."""
    folder = SnapshotFolder(directory.snapshots)
    problem = ""
    for _ in range(_TRIES):
        if not folder.exists():
            return None
        try:
            manifest = folder.manifest()
            for file in manifest.files:
                folder.check(file)
            paths = [folder.path(one.segment) for one in manifest.segments]
            return _OnDisk(manifest, [Segment.from_arrays(arrays.read(path)) for path in paths])
        except (OSError, ValueError) as error:
            problem = str(error)
    return problem


def _snapshot(connection: sqlite3.Connection, found: _OnDisk | str | None) -> Iterator[Finding]:
    """The snapshot against the database. One that is behind is brought up to date at opening."""
    rows = reading.active_rows(connection)
    if found is None:
        if len(rows):
            yield Finding(Fault.SNAPSHOT_DAMAGED, "there is no snapshot")
    elif isinstance(found, str):
        yield Finding(Fault.SNAPSHOT_DAMAGED, found)
    else:
        generation, stored = meta.generation(connection), found.manifest.generation
        differs = (found.manifest.model_id, found.manifest.rows_digest) != (
            meta.model_id(connection),
            digest_of(rows),
        )
        if stored > generation or (stored == generation and differs):
            detail = f"the snapshot of generation {stored} is not of this database"
            yield Finding(Fault.SNAPSHOT_DAMAGED, detail)
        else:
            yield from checked_words.check(connection, found.segments)


def _strays(directory: DataDirectory) -> Iterator[Finding]:
    for path in directory.strays():
        yield Finding(Fault.STRAY_FILE, f"{path.name} is no part of a data directory")
