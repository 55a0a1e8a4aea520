"""From the database to the snapshot that is searched, and which one that is."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from index import arrays, coded, departures, growth, meta, reading
from index.dense import Transform
from index.files import named_errors
from index.held import Held, large_merge, last_row, replaced, tidied
from index.manifest import LAYOUT, Manifest, SegmentFiles, digest_of
from index.merger import Merged, Merger
from index.pieces import Pieces
from index.segment import Segment
from index.segmenting import content_key, segments_after
from index.snapshot import Snapshot
from index.snapshots import SnapshotFolder
from index.store import Store
from index.vectors import Alive, Frame
from ingest.going_on import GivenUp


class Publisher:
    """Holds the snapshot in use; replaces it whole, never changes it.

    A thread that took `current` may go on searching it after it has been replaced.
    """

    def __init__(
        self,
        store: Store,
        folder: SnapshotFolder,
        model: tuple[str, int],
        *,
        transform: Transform,
        read_only: bool,
    ) -> None:
        self._store = store
        self._folder = folder
        self._model_id, self._dimension = model
        self._transform = transform
        self._read_only = read_only
        self._lock = threading.Lock()
        self._merger = Merger(folder, self._encoder, self._take_merged)
        self._pieces = Pieces(transform)
        self._held: Sequence[Held] = ()
        self._current = self._snapshot((), 0)

    @property
    def current(self) -> Snapshot:
        """The snapshot to search now."""
        return self._current

    def open(self) -> None:
        """Take the snapshot on the disk as far as it is whole and belongs to the database, and
        bring it up to date.

        Raises IndexDamaged when the database lacks vectors to make it from.
        """
        if not self._read_only:
            self._folder.sweep()
        self._load()
        self.publish()
        if not self._read_only:
            departures.forget(self._store, self._current.generation)
            with self._lock:
                self._merger.start(large_merge(self._held))

    def publish(self, *, force: bool = False) -> None:
        """Make findable what the database holds now, unless it is already; `force`: from nothing.

        Raises IndexDamaged when vectors are missing, StorageFailed when the disk refuses; the
        snapshot in use stays then.
        """
        with self._lock, named_errors(self._folder.root):
            with self._store.reading() as connection:
                generation = meta.generation(connection)
                if generation == self._current.generation and not force:
                    return
                held = [] if force else tidied(self._left(connection), self._merger.busy)
                model = (self._model_id, self._dimension)
                for segment in segments_after(connection, last_row(held), *model):
                    held = tidied([*held, Held.new(segment)], self._merger.busy)
            self._use([self._kept(one) for one in held], generation)
            if not self._read_only:
                self._merger.start(large_merge(self._held))

    def settle(self) -> None:
        """Wait until what is merged beside is merged."""
        self._merger.wait()

    def close(self) -> None:
        """Leave off merging."""
        self._merger.close()

    def refresh(self) -> None:
        """Follow another process's writing: take its newer snapshot, if there is one."""
        with self._store.reading() as connection:
            behind = meta.generation(connection) > self._current.generation
        if behind:
            self._load()
            self.publish()

    def _load(self) -> None:
        """Take the snapshot on the disk if it is newer and whole, and of this database."""
        with self._lock, self._store.reading() as connection:
            try:
                manifest = self._folder.manifest()
                if manifest.generation <= self._current.generation:
                    return
                held = self._read(connection, manifest)
            except (OSError, ValueError):
                return
            self._held, self._current = held, self._snapshot(held, manifest.generation)

    def _read(self, connection: sqlite3.Connection, manifest: Manifest) -> list[Held]:
        """Raises ValueError or OSError when anything about the snapshot is wrong."""
        model = (manifest.model_id, manifest.dimension)
        if model != (self._model_id, self._dimension):
            raise ValueError(f"a snapshot of {model}")
        if manifest.generation > meta.generation(connection):
            raise ValueError("a snapshot of what the database does not know yet")
        known = {held.files: held for held in self._held}
        with ThreadPoolExecutor() as threads:  # most of it is making checksums
            opened = threads.map(
                lambda files: known.get(files) or self._open(files), manifest.segments
            )
            read = list(opened)
        living = _living(connection, [one.segment for one in read])
        if manifest.frame is not None:
            self._pieces.use(Frame.from_arrays(arrays.read(self._folder.check(manifest.frame))))
        held = [replace(one, alive=alive) for one, alive in zip(read, living, strict=True)]
        return [one for one in held if one.living]

    def _open(self, files: SegmentFiles, *, checked: bool = False) -> Held:
        """Raises ValueError or OSError when anything about a segment is wrong."""
        find = self._folder.path if checked else self._folder.check
        segment = Segment.from_arrays(arrays.read(find(files.segment)))
        codes = None
        if files.codes is not None:
            codes = coded.read_codes(find(files.codes), *segment.vectors.shape)
        return Held(segment, np.ones(len(segment), np.bool_), codes, files)

    def _left(self, connection: sqlite3.Connection) -> list[Held]:
        """What lives now of the snapshot in use; nothing when that cannot be told."""
        if not departures.known_since(connection, self._current.generation):
            return []
        gone = departures.since(connection, self._current.generation)
        left = (one.without(gone) for one in self._held)
        return [one for one in left if one.living]

    def _kept(self, held: Held) -> Held:
        """A segment with its file."""
        if self._read_only or held.files is not None:
            return held
        written = self._folder.write(held.segment.to_columns())
        files = SegmentFiles(self._folder.keep(written, "segment"))
        return replace(self._open(files, checked=True), alive=held.alive)

    def _use(self, held: Sequence[Held], generation: int) -> None:
        """Search these segments from now on, after they are on the disk."""
        snapshot = self._snapshot(held, generation)
        if not self._read_only:
            self._folder.point(self._manifest(held, snapshot))
        self._held, self._current = held, snapshot

    def _encoder(self, segment: Segment, given_up: GivenUp) -> Callable[[Path], None] | None:
        """What writes a segment's codes; None for one that is compared line by line."""
        if not growth.coded(len(segment.begins)):
            return None
        frame, transform = self._pieces.frame, self._transform
        return partial(coded.encode, segment, frame, transform, given_up=given_up)

    def _take_merged(self, group: Sequence[Held], merged: Merged) -> None:
        """Put a segment in the place of those it was merged from, if they are still there."""
        with self._lock:
            self._merger.busy = ()
            segment = self._folder.keep(merged.segment, "segment")
            codes = None if merged.codes is None else self._folder.keep(merged.codes, "codes")
            one = self._open(SegmentFiles(segment, codes), checked=True)
            held = replaced(self._held, group, one)
            if held is not None:
                self._use(held, self._current.generation)
                self._merger.start(large_merge(held))

    def _snapshot(self, held: Sequence[Held], generation: int) -> Snapshot:
        moved = self._pieces.of(held)
        segments = [one.segment for one in held]
        alive = np.concatenate([np.empty(0, np.bool_), *(one.alive for one in held)])
        extras = self._pieces.frame.extras
        return Snapshot(generation, segments, alive, moved, extras)

    def _manifest(self, held: Sequence[Held], snapshot: Snapshot) -> Manifest:
        rows, frame = snapshot.rows[snapshot.alive], self._pieces.frame
        return Manifest(
            layout=LAYOUT,
            generation=snapshot.generation,
            model_id=self._model_id,
            dimension=self._dimension,
            chunking=_chunking(),
            passages=len(rows),
            rows_digest=digest_of(rows),
            segments=[one.files for one in held if one.files],
            frame=self._folder.keep(self._folder.write(frame.to_columns()), "frame")
            if frame.serves(len(rows))
            else None,
        )


def _chunking() -> dict[str, int]:
    from ingest.split import MAX_CHARS  # here, because langchain takes long to import

    return {language.value: size for language, size in MAX_CHARS.items()}


def _living(connection: sqlite3.Connection, segments: Sequence[Segment]) -> list[Alive]:
    """Which passages of segments are active. Raises ValueError when the segments are not of this
    database: an active passage is missing among them, or is another one."""
    last = int(segments[-1].rows[-1]) if segments else 0
    stored = reading.active_contents(connection, last)
    active = np.array([row for row, _ in stored], np.int64)
    contents = np.array([content_key(content) for _, content in stored], np.uint64)
    found, living = 0, []
    for segment in segments:
        at = np.minimum(np.searchsorted(active, segment.rows), max(len(active) - 1, 0))
        alive = active[at] == segment.rows if len(active) else np.zeros(len(segment), np.bool_)
        if not np.array_equal(contents[at[alive]], segment.contents[alive]):
            raise ValueError("a snapshot of another database")
        found += int(alive.sum())
        living.append(alive)
    if found != len(active):
        raise ValueError("a snapshot of another database")
    return living
