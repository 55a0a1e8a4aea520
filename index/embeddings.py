"""Vectors by content and model, so that nothing is embedded twice."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from index.embedder import PassageText

Halves = NDArray[np.float16]
_HALF = np.dtype("<f2")


def cached(connection: sqlite3.Connection, hashes: Iterable[str], model_id: str) -> set[str]:
    """Those of the contents whose vectors are stored for the model."""
    rows = connection.execute(
        "SELECT content_hash FROM embeddings WHERE model_id = ?"
        " AND content_hash IN (SELECT value FROM json_each(?))",
        (model_id, json.dumps(sorted(set(hashes)))),
    )
    return {content_hash for (content_hash,) in rows}


def save(
    connection: sqlite3.Connection, vectors: Mapping[str, NDArray[np.float32]], model_id: str
) -> None:
    """Store float32 matrices (rows, dimension) by content hash, in half precision.

    A unit vector's components lose at most 2^-11 of their size, far less than bfloat16 inference
    already has, and the file is half as large.
    """
    for content_hash, matrix in vectors.items():
        blob = matrix.astype(_HALF).tobytes()
        connection.execute(
            "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?, ?, ?)",
            (content_hash, model_id, *matrix.shape, blob, zlib.crc32(blob)),
        )


def between(
    connection: sqlite3.Connection, after: int, last: int, model_id: str
) -> dict[int, Halves]:
    """The whole vectors of active passages with rows above `after` and up to `last`, by row:
    float16, row 0 the passage's own, row i its i-th sentence's."""
    found = connection.execute(
        "SELECT p.id, e.rows, e.dimension, e.vectors, e.crc FROM passages p"
        " JOIN documents d ON d.id = p.document AND d.active = 1"
        " JOIN embeddings e ON e.content_hash = p.content_hash AND e.model_id = ?"
        " WHERE p.id > ? AND p.id <= ?",
        (model_id, after, last),
    )
    return {
        row: np.frombuffer(blob, _HALF).reshape(rows, dimension)
        for row, rows, dimension, blob, crc in found
        if _is_whole(rows, dimension, blob, crc)
    }


def unfit(connection: sqlite3.Connection, model_id: str) -> set[str]:
    """The contents of active passages whose vectors are damaged, infinite, or not one for the
    passage and each of its sentences."""
    found = connection.execute(
        "SELECT p.content_hash, e.rows, e.dimension, e.vectors, e.crc,"
        " (SELECT count(*) FROM sentences s WHERE s.passage = p.id) FROM passages p"
        " JOIN documents d ON d.id = p.document AND d.active = 1"
        " JOIN embeddings e ON e.content_hash = p.content_hash AND e.model_id = ?",
        (model_id,),
    )
    return {
        content_hash
        for content_hash, rows, dimension, blob, crc, sentences in found
        if rows != 1 + sentences
        or not _is_whole(rows, dimension, blob, crc)
        or not np.isfinite(np.frombuffer(blob, _HALF)).all()
    }


def drop(connection: sqlite3.Connection, hashes: Iterable[str], model_id: str) -> None:
    """Forget the vectors that a model gave these contents."""
    connection.executemany(
        "DELETE FROM embeddings WHERE content_hash = ? AND model_id = ?",
        [(content_hash, model_id) for content_hash in hashes],
    )


def _is_whole(rows: int, dimension: int, blob: bytes, crc: int) -> bool:
    return zlib.crc32(blob) == crc and len(blob) == _HALF.itemsize * rows * dimension


def drop_damaged(connection: sqlite3.Connection) -> int:
    """Forget vectors that fail their checksum, so that they are made again; how many."""
    damaged = [
        rowid
        for rowid, rows, dimension, blob, crc in connection.execute(
            "SELECT rowid, rows, dimension, vectors, crc FROM embeddings"
        )
        if not _is_whole(rows, dimension, blob, crc)
    ]
    connection.executemany("DELETE FROM embeddings WHERE rowid = ?", [(r,) for r in damaged])
    return len(damaged)


def drop_orphans(connection: sqlite3.Connection) -> None:
    """Forget the vectors of contents that no stored passage has any more."""
    connection.execute(
        "DELETE FROM embeddings WHERE content_hash NOT IN (SELECT content_hash FROM passages)"
    )


def count_missing(connection: sqlite3.Connection, model_id: str) -> int:
    """How many distinct contents of active passages have no vectors of the model."""
    (count,) = connection.execute(
        f"SELECT count(DISTINCT p.content_hash) {_MISSING}", (model_id,)
    ).fetchone()
    return int(count)


def missing(
    connection: sqlite3.Connection, model_id: str, limit: int
) -> list[tuple[str, PassageText]]:
    """Up to `limit` contents of active passages that have no vectors of the model."""
    found = connection.execute(
        "SELECT p.content_hash, min(p.id), d.title, p.start,"
        f" substr(d.text, p.start + 1, p.stop - p.start) {_MISSING}"
        " GROUP BY p.content_hash ORDER BY p.content_hash LIMIT ?",
        (model_id, limit),
    ).fetchall()
    return [
        (content_hash, PassageText(title, text, _spans(connection, row, start)))
        for content_hash, row, title, start, text in found
    ]


_MISSING = (
    "FROM passages p JOIN documents d ON d.id = p.document AND d.active = 1"
    " WHERE NOT EXISTS (SELECT 1 FROM embeddings e"
    " WHERE e.content_hash = p.content_hash AND e.model_id = ?)"
)


def _spans(connection: sqlite3.Connection, row: int, origin: int) -> tuple[tuple[int, int], ...]:
    found = connection.execute(
        "SELECT start - ?, stop - ? FROM sentences WHERE passage = ? ORDER BY ordinal",
        (origin, origin, row),
    )
    return tuple((start, stop) for start, stop in found)
