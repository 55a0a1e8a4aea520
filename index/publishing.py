"""From the database to the dense index that is searched, and which one that is."""

import threading
from collections.abc import Mapping

import numpy as np

from index import dense, embeddings, meta, reading
from index.dense import Snapshot, Transform
from index.files import named_errors
from index.manifest import Manifest, digest_of
from index.snapshots import SnapshotFolder
from index.store import Store


class Publisher:
    """Holds the dense index in use; replaces it whole, never changes it.

    A thread that took `current` may go on searching it after it has been replaced.
    """

    def __init__(
        self,
        store: Store,
        folder: SnapshotFolder,
        model: tuple[str, int],
        *,
        transform: Transform,
        chunking: Mapping[str, int],
        read_only: bool,
    ) -> None:
        self._store = store
        self._folder = folder
        self._model_id, self._dimension = model
        self._transform = transform
        self._chunking = chunking
        self._read_only = read_only
        self._lock = threading.Lock()
        self._current = self._empty()

    @property
    def current(self) -> Snapshot:
        """The index to search now."""
        return self._current

    def open(self) -> None:
        """Take the index on the disk if it is whole and belongs to the database; else rebuild.

        Raises IndexDamaged when the database lacks vectors to rebuild from.
        """
        if not self._read_only:
            self._folder.sweep()
        if not self._load():
            self.publish()

    def publish(self, *, force: bool = False) -> None:
        """Index what the database holds now, unless the current index already does.

        Raises IndexDamaged when vectors are missing, StorageFailed when the disk refuses; the index
        in use stays then.
        """
        with self._lock:
            built = self._build(force=force)
            if built is None:
                return
            if not self._read_only:
                with named_errors(self._folder.root):
                    self._folder.save(built, self._chunking)
            self._current = built

    def refresh(self) -> None:
        """Follow another process's writing: take its newer index, if there is one."""
        with self._store.reading() as connection:
            behind = meta.generation(connection) > self._current.generation
        if behind and not self._load():
            self.publish()

    def _load(self) -> bool:
        with self._lock:
            try:
                snapshot, manifest = self._folder.load()
            except (OSError, ValueError):
                return False
            if not self._belongs(snapshot, manifest):
                return False
            self._current = snapshot
            return True

    def _belongs(self, snapshot: Snapshot, manifest: Manifest) -> bool:
        """Whether an index is of this database's present passages, model and transform."""
        with self._store.reading() as connection:
            rows = reading.active_rows(connection)
            generation = meta.generation(connection)
        expected = (generation, self._model_id, self._dimension, self._transform.name, len(rows))
        found = (
            manifest.generation,
            manifest.model_id,
            manifest.dimension,
            manifest.transform,
            manifest.passages,
        )
        digests = {digest_of(rows), digest_of(snapshot.rows), manifest.rows_digest}
        return found == expected and len(digests) == 1

    def _build(self, *, force: bool) -> Snapshot | None:
        with self._store.reading() as connection:
            generation = meta.generation(connection)
            if generation == self._current.generation and not force:
                return None
            count = embeddings.count_active_rows(connection, self._model_id)
            matrix = np.empty((count, self._dimension), np.float32)
            owners = np.empty(count, np.int64)
            languages = np.empty(count, "<U8")
            at = 0
            for stored in embeddings.active(connection, self._model_id):
                end = at + len(stored.vectors)
                matrix[at:end] = stored.vectors
                owners[at:end] = stored.row
                languages[at:end] = stored.language
                at = end
        return dense.build(generation, self._model_id, matrix, owners, languages, self._transform)

    def _empty(self) -> Snapshot:
        nothing = np.empty((0, self._dimension), np.float32)
        return dense.build(0, self._model_id, nothing, np.empty(0, np.int64), np.empty(0, "<U8"))
