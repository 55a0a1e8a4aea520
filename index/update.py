"""Changing the index: embed without a lock, commit one document at a time, then publish.

In a run of many documents, those of one batch are committed while the next batch is prepared.
"""

import itertools
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from index import deriving, documents, embeddings, meta, reading, repairing, versions
from index.content import Content, content_of
from index.dense import Matrix
from index.embedder import Embedder, PassageText
from index.errors import IndexDamaged, ModelMismatch, UnknownDocument
from index.publishing import Publisher
from index.records import Change, ChangeKind
from index.store import Store
from ingest.document import Document, Prepared
from ingest.going_on import GivenUp, going_on, never

# Passages handed to the embedder at once: enough for it to sort into batches of like length, few
# enough that a document is acknowledged soon after it was read.
_EMBED_AT_ONCE = 64
# Passages stored between two publications of a long run: fewer would leave no time for anything
# else, more keep what is stored from being found.
_PUBLISH_EVERY = 2_000

Progress = Callable[[int, int], None]


class Updater:
    """Adds, removes and rebuilds; safe to use from several threads."""

    def __init__(self, store: Store, publisher: Publisher, embedder: Embedder) -> None:
        self._store = store
        self._publisher = publisher
        self._embedder = embedder

    def model_matches(self) -> bool:
        """Whether the stored vectors are the embedder's own; true while there are none."""
        with self._store.reading() as connection:
            stored = meta.model_id(connection)
            return stored == self._embedder.model_id or not reading.count_documents(connection)

    def check_model(self) -> None:
        """Raises ModelMismatch when the stored vectors come from another model."""
        if self.model_matches():
            return
        with self._store.reading() as connection:
            stored = meta.model_id(connection)
        raise ModelMismatch(
            f"the index was built with the embedding model {stored!r}, and the one set is "
            f"{self._embedder.model_id!r}; run `briefing rebuild` to embed the documents with "
            "it, or set the first one again"
        )

    def add_all(self, prepared: Iterable[Prepared], given_up: GivenUp = never) -> Iterator[Change]:
        """Store documents; each change is given when it is on the disk.

        They can be found from the end of the run on, and every now and then during a long one: as
        soon as any takes another's place, for that is not found any more.
        Raises ModelMismatch, StorageFailed, and LeftOff in the middle of a long document that has
        been given up; what was given before stays stored.
        """
        self.check_model()
        unpublished, replacing = 0, False
        try:
            with closing(self._write_all(_batches(map(content_of, prepared)), given_up)) as written:
                for changes in written:
                    for change in changes:
                        new = change.kind in (ChangeKind.ADDED, ChangeKind.UPDATED)
                        unpublished += change.passages if new else 0
                        replacing |= change.kind is ChangeKind.UPDATED
                        yield change
                    if replacing or unpublished >= _PUBLISH_EVERY:
                        self._publisher.publish()
                        unpublished, replacing = 0, False
        finally:
            self._publisher.publish()

    def remove(self, doc_id: str) -> None:
        """Delete a document with all that was derived from it. Raises UnknownDocument."""
        if not self.remove_all([doc_id]):
            raise UnknownDocument(f"no document has the id {doc_id!r}")

    def remove_all(self, doc_ids: Iterable[str]) -> list[str]:
        """Delete documents in one transaction; gives those that were still there."""
        with self._store.writing() as connection:
            removed = [doc_id for doc_id in doc_ids if documents.delete(connection, doc_id)]
            if removed:
                embeddings.drop_orphans(connection)
                meta.next_generation(connection)
        if removed:
            self._store.forget_deleted()
        if removed and self.model_matches():
            self._publisher.publish()
        return removed

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything derived again from the stored documents, with the present model.

        Only vectors that are not stored for the model are computed. `progress` is called with
        how many distinct passages are embedded of how many that were not.
        """
        self._drop_unfit()
        while not self._rederive():
            self._embed_missing(progress)
        self._publisher.publish(force=True)

    def repair(self, doc_ids: Iterable[str], progress: Progress | None = None) -> None:
        """`rebuild`, after these documents have been analysed again. Raises ModelMismatch."""
        self.check_model()
        repairing.mend_rows(self._store, doc_ids, self._embedder.model_id)
        self.rebuild(progress)

    def open(self, *, read_only: bool) -> None:
        """Make findable what is stored; embed what lacks whole vectors, unless only reading. Raises
        IndexDamaged."""
        try:
            self._publisher.open()
        except IndexDamaged:
            if read_only:
                raise
            self._mend()
            self._publisher.open()

    def _mend(self) -> None:
        """Embed again what is stored without whole vectors of the present model."""
        self._drop_unfit()
        self._embed_missing()

    def _drop_unfit(self) -> None:
        model_id = self._embedder.model_id
        with self._store.writing() as connection:
            embeddings.drop_damaged(connection)
            embeddings.drop(connection, embeddings.unfit(connection, model_id), model_id)

    def _rederive(self) -> bool:
        """Take up the present model; False, and nothing done, while vectors of it are missing."""
        model_id = self._embedder.model_id
        with self._store.writing() as connection:
            if embeddings.count_missing(connection, model_id):
                return False
            meta.set_model_id(connection, model_id)
            meta.next_generation(connection)
        deriving.forget_all(self._store)
        deriving.derive_missing(self._store)
        return True

    def _embed_missing(self, progress: Progress | None = None) -> None:
        model_id = self._embedder.model_id
        with self._store.reading() as connection:
            total = embeddings.count_missing(connection, model_id)
        done = 0
        while missing := self._missing():
            vectors = self._embed(missing)
            with self._store.writing() as connection:
                embeddings.save(connection, vectors, model_id)
            done += len(vectors)
            if progress:
                progress(done, max(done, total))

    def _missing(self) -> dict[str, PassageText]:
        with self._store.reading() as connection:
            found = embeddings.missing(connection, self._embedder.model_id, _EMBED_AT_ONCE)
        return dict(found)

    def _write_all(
        self, batches: Iterable[list[Content]], given_up: GivenUp
    ) -> Generator[Iterator[Change], None, None]:
        """The changes of each batch, which is written while the next one is prepared: that keeps
        the cores busy, and this waits for the disk. Embedding has the cores for itself."""
        with ThreadPoolExecutor(1, "writing") as writer:
            changes: Iterator[Change] = iter(())
            try:
                for batch in batches:
                    yield changes
                    fresh = self._embed(self._unembedded(batch), given_up)
                    changes = writer.map(self._write, batch, itertools.repeat(fresh))
            except Exception:  # whatever it was, it goes on when what came before it is told
                yield changes
                raise
            yield changes

    def _write(self, content: Content, fresh: dict[str, Matrix]) -> Change:
        """Store one document with its part of the batch's vectors, which are taken out."""
        hashes = (passage.content_hash for passage in content.passages)
        new = {h: fresh.pop(h) for h in hashes if h in fresh}
        while (change := self._commit(content, new)) is None:
            new |= self._embed(self._unembedded([content]))  # removed since we looked
        return change

    def _unembedded(self, batch: list[Content]) -> dict[str, PassageText]:
        with self._store.reading() as connection:
            wanted = {
                passage.content_hash: passage.embedded
                for content in batch
                if _will_be_searched(connection, content.document)
                for passage in content.passages
            }
            known = embeddings.cached(connection, wanted, self._embedder.model_id)
        return {h: text for h, text in wanted.items() if h not in known}

    def _embed(
        self, texts: Mapping[str, PassageText], given_up: GivenUp = never
    ) -> dict[str, Matrix]:
        """Vectors by content hash; holds no lock, for this is what takes the time."""
        vectors: dict[str, Matrix] = {}
        hashes = list(texts)
        for start in going_on(range(0, len(hashes), _EMBED_AT_ONCE), given_up, 1):
            some = hashes[start : start + _EMBED_AT_ONCE]
            matrices = self._embedder.encode_passages([texts[h] for h in some])
            vectors.update(zip(some, matrices, strict=True))
        return vectors

    def _commit(self, content: Content, new: Mapping[str, Matrix]) -> Change | None:
        """Store one document; None when vectors that were there are gone, and nothing is stored."""
        document = content.document
        model_id = self._embedder.model_id
        hashes = {passage.content_hash for passage in content.passages}
        with self._store.writing() as connection:
            placing = versions.settled(connection, document)
            if placing is None:
                needed = hashes - new.keys()
                searched = _will_be_searched(connection, document)
                if searched and needed - embeddings.cached(connection, needed, model_id):
                    return None
                placing = documents.put(connection, content)
                if searched:
                    embeddings.save(connection, new, model_id)
                meta.set_model_id(connection, model_id)
                meta.next_generation(connection)
        return Change(
            document.doc_id,
            document.source,
            placing.kind,
            len(content.passages),
            len(new),
            placing.kept_as,
        )


def _will_be_searched(connection: sqlite3.Connection, document: Document) -> bool:
    """Whether a document becomes a current version if it is stored; not if it is one."""
    if documents.is_active(connection, document.doc_id):
        return False
    return versions.place(connection, document).current


def _batches(contents: Iterable[Content]) -> Iterator[list[Content]]:
    """Consecutive documents of at least _EMBED_AT_ONCE passages together."""
    batch: list[Content] = []
    passages = 0
    for content in contents:
        batch.append(content)
        passages += max(1, len(content.passages))
        if passages >= _EMBED_AT_ONCE:
            yield batch
            batch, passages = [], 0
    if batch:
        yield batch
