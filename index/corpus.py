"""The index as the rest of the product sees it: documents in, hits out, safe in many threads."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from index import aliases, documents, meta, originals, reading, relations, versions
from index.alias_file import AliasFile
from index.alignment import align
from index.centring import centring
from index.dense import Transform
from index.deriving import derive_missing
from index.directory import DataDirectory
from index.embedder import Embedder
from index.errors import UnknownDocument
from index.exported import Exported
from index.filters import naming
from index.importing import Importer
from index.known_aliases import KnownAliases
from index.one_thread import one_thread_a_product
from index.publishing import Publisher
from index.query import Filters, Hit, Query, Ranking
from index.records import Change, IndexStatus, ListedAlias, Original, Relations, StoredSentence
from index.restoring import finish
from index.search import search
from index.snapshots import SnapshotFolder
from index.store import Store
from index.update import Progress, Updater
from index.view import View
from index.visiting import asks_for_writing
from index.writer_lock import WriterLock
from ingest.document import Alias, Document, Prepared, Quote
from ingest.going_on import GivenUp, never


class Index:
    """A data directory's documents: made by `open_index`, to be closed after use.

    Every method may be called from any thread. Methods that store raise StorageFailed when the
    disk refuses, and return only when what they stored is on it.
    """

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        updater: Updater,
        embedder: Embedder,
        *,
        alias_file: AliasFile,
        lock: WriterLock | None,
    ) -> None:
        self._store = store
        self._alias_file = alias_file
        self._publisher = publisher
        self._updater = updater
        self._embedder = embedder
        self._lock = lock
        self._known_aliases = KnownAliases()

    def contains(self, doc_id: str) -> bool:
        """Whether the document is stored and is its article's current version."""
        with self._store.reading() as connection:
            return documents.is_active(connection, doc_id)

    def settled(self, document: Document) -> Change | None:
        """What `add` would say of a document, if it would change nothing; else None."""
        with self._store.reading() as connection:
            placing = versions.settled(connection, document)
        if placing is None:
            return None
        return Change(document.doc_id, document.source, placing.kind, 0, 0, placing.kept_as)

    def relations(self, doc_id: str) -> Relations:
        """How a document stands to others: its versions, its story, and what corrects what."""
        with self._store.reading() as connection:
            return relations.of(connection, doc_id)

    def recall(self, original: Original) -> str | None:
        """The doc_id that these bytes gave when they were read before; None when it cannot be
        told, or the document is no longer its source's newest version."""
        with self._store.reading() as connection:
            return originals.recall(connection, original)

    def remember(self, read: Mapping[Original, str]) -> None:
        """Note which document each original gave, for `recall`; a note goes with its document."""
        with self._store.writing() as connection:
            originals.remember(connection, read)

    def add(self, prepared: Prepared) -> Change:
        """Store one document; it can be found when this returns. Raises ModelMismatch."""
        (change,) = self.add_all([prepared])
        return change

    def add_all(self, prepared: Iterable[Prepared], given_up: GivenUp = never) -> Iterator[Change]:
        """Store documents, and give each one's change when it is safe on the disk.

        They are taken batch by batch as the result is consumed, and a batch is stored while the
        next one is prepared. They can be found when the iterator is exhausted (or closed), and
        every now and then during a long run. Raises ModelMismatch, and LeftOff in the middle of a
        long document that has been given up.
        """
        return self._updater.add_all(prepared, given_up)

    def take_over(self, exported: Iterable[Exported]) -> Iterator[Change]:
        """Store what another collection has exported, as it was stored there.

        Gives each document's change when it is safe on the disk; those that are stored already are
        UNCHANGED, former versions OLDER. They can be found when the iterator is exhausted (or
        closed). Raises ModelMismatch.
        """
        self._updater.check_model()
        try:
            yield from Importer(self._store, self._embedder).take(exported)
        finally:
            self._publisher.publish()

    def publish(self) -> None:
        """Let all that is stored be found: work only where the disk refused that before."""
        self._publisher.publish()

    def remove(self, doc_id: str) -> None:
        """Delete a document and all that was derived from it; it is never found again.

        With an article's current version its others go too, from whatever source they came. Raises
        UnknownDocument.
        """
        self._updater.remove(doc_id)

    def remove_all(self, doc_ids: Iterable[str]) -> list[str]:
        """`remove` many at once, all of them or, when the disk refuses, none.

        Gives those that were removed by their ids; unknown ones are passed over, for one may have
        gone with another.
        """
        return self._updater.remove_all(doc_ids)

    def held_below(self, folder: str) -> dict[str, str]:
        """The doc_ids of the current documents that were read from below a folder, by source."""
        with self._store.reading() as connection:
            return originals.held_below(connection, folder)

    def sources_beside(self, doc_ids: Iterable[str]) -> set[str]:
        """Every source that gave a version of these documents' articles, or the same text."""
        with self._store.reading() as connection:
            return originals.sources_beside(connection, doc_ids)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Derive everything again from the stored documents, with the present embedding model.

        Vectors already stored for it are kept. `progress(done, total)` counts passages embedded.
        """
        self._updater.rebuild(progress)

    def repair(self, doc_ids: Iterable[str], progress: Progress | None = None) -> None:
        """`rebuild`, after analysing these documents again. Raises ModelMismatch."""
        self._updater.repair(doc_ids, progress)

    def analyse_again(self, progress: Progress | None = None) -> None:
        """`repair` every document: sentences, names, days and who said what, as this release finds
        them. `progress` counts the documents, then passages embedded. Raises ModelMismatch."""
        with self._store.reading() as connection:
            doc_ids = reading.doc_ids(connection)
        self._updater.repair(_counted(doc_ids, progress), progress)

    def search(self, query: Query) -> list[Hit]:
        """The best passages for a question, best first. Raises ModelMismatch."""
        return list(self.rank(query).hits)

    def rank(self, query: Query) -> Ranking:
        """The best passages for a question with their sentences' scores. Raises ModelMismatch."""
        with self.view(query.filters) as view:
            return search(view, self._embedder, query)

    def aliases(self) -> tuple[Alias, ...]:
        """The abbreviations to use: the file's, then those most documents define first."""
        with self._store.reading() as connection:
            generation = self._publisher.current.generation or meta.generation(connection)
            overrides = self._alias_file.current()
            return self._known_aliases.at(connection, generation, overrides).pairs

    def listed_aliases(self, limit: int = 100, offset: int = 0) -> tuple[list[ListedAlias], int]:
        """A page of all abbreviations with where they are defined, and how many there are.

        Most documents first, ties by text; those that the file switches off too. Raises
        InvalidAliasFile.
        """
        overrides = self._alias_file.checked()
        with self._store.reading() as connection:
            return aliases.listed(connection, overrides, limit, offset)

    def adopt_aliases(self, text: str) -> bool:
        """Have the file of abbreviations say this, if there is none; whether it says this now."""
        return self._alias_file.adopt(text)

    @contextmanager
    def view(self, filters: Filters | None = None) -> Iterator[View]:
        """One consistent look at what can be found under the filters, for several questions to
        the same state. Raises ModelMismatch."""
        self.follow()
        snapshot = self._publisher.current  # before the database: see View
        overrides = self._alias_file.current()
        with self._store.reading() as connection:
            known = self._known_aliases.at(connection, snapshot.generation, overrides)
            yield View(connection, snapshot, filters or Filters(), known)

    def follow(self) -> None:
        """Take up what another process has stored, if this one only reads; searching does it too.

        Raises ModelMismatch when that was made with another model, IndexDamaged, StorageFailed.
        """
        self._updater.check_model()
        if self._lock is None:
            self._publisher.refresh()

    def documents(self, limit: int = 100, offset: int = 0, named: str = "") -> list[Document]:
        """A page of the documents whose title, publisher or source holds each word of `named`:
        latest date first, undated last, ties by id; no `dropped`."""
        with self._store.reading() as connection:
            return reading.newest(connection, limit, offset, naming(named))

    def count(self, named: str = "") -> int:
        """How many documents there are, with the words of `named` as above; older versions are
        not counted."""
        with self._store.reading() as connection:
            return reading.count_documents(connection, naming(named))

    def publishers(self, limit: int = 1000, offset: int = 0) -> tuple[dict[str, int], int]:
        """A page of the publishers with how many documents each has, and how many there are.

        Most documents first, ties by name.
        """
        with self._store.reading() as connection:
            page = reading.publishers(connection, limit, offset)
            return page, reading.count_publishers(connection)

    def document(self, doc_id: str) -> Document:
        """A document, older versions too, with what cleaning dropped. Raises UnknownDocument."""
        with self._store.reading() as connection:
            found = reading.document(connection, doc_id)
        if found is None:
            raise UnknownDocument(f"no document has the id {doc_id!r}")
        return found

    def quotes(self, doc_id: str) -> tuple[Quote, ...]:
        """A document's quotations in the order of the text; none for an unknown document."""
        with self._store.reading() as connection:
            return reading.quotes(connection, doc_id)

    def sentences(self, passage_id: str) -> tuple[StoredSentence, ...]:
        """A passage's sentences in order; none for an unknown passage."""
        with self._store.reading() as connection:
            row = reading.row_of(connection, passage_id)
            return () if row is None else reading.sentences(connection, [row])[row]

    def status(self) -> IndexStatus:
        """Where the index stands."""
        with self._store.reading() as connection:
            return IndexStatus(
                generation=meta.generation(connection),
                searched=self._publisher.current.generation,
                documents=reading.count_documents(connection),
                passages=reading.count_passages(connection),
                model_id=meta.model_id(connection) or self._embedder.model_id,
                ready=self._updater.model_matches(),
            )

    def close(self) -> None:
        """Close the database and let another process write."""
        self._publisher.close()
        self._store.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_index(
    data_dir: Path,
    embedder: Embedder,
    *,
    read_only: bool = False,
    transform: Transform | None = None,
    alignment_dir: Path | None = None,
) -> Index:
    """Open a data directory, making what is missing and mending what a crash has left.

    `read_only` opens beside a process that writes: everything but storing works, and follows
    what the other stores. An index made with another model opens too: its documents can be
    listed, shown and removed, searching and adding raise ModelMismatch until `rebuild`.

    `transform` is what is done to vectors before they are indexed; None takes out what the model's
    languages and the corpus have in common (index.centring). The model's part of that takes seconds
    to measure and is kept in `alignment_dir`, which many data directories can share; None keeps it
    in this one.

    Raises StoreBusy (another process writes), StoreTooNew, IndexDamaged, StorageFailed, and
    InvalidAliasFile for a file of aliases that cannot be used.
    """
    one_thread_a_product()
    directory = DataDirectory(data_dir)
    if read_only and asks_for_writing(directory):
        open_index(data_dir, embedder, transform=transform, alignment_dir=alignment_dir).close()
    if transform is None:
        kept = alignment_dir or directory.alignment
        transform = centring(functools.cache(lambda: align(embedder, kept)))
    with ExitStack() as undo:
        lock = None
        if not read_only:
            lock = undo.enter_context(WriterLock(directory.lock))
            finish(directory)
        directory.prepare()
        alias_file = AliasFile(directory.aliases)
        store = Store(directory.database, read_only=read_only)
        undo.callback(store.close)
        if not read_only:
            derive_missing(store)
        publisher = Publisher(
            store,
            SnapshotFolder(directory.snapshots),
            (embedder.model_id, embedder.dimension),
            transform=transform,
            read_only=read_only,
        )
        undo.callback(publisher.close)
        updater = Updater(store, publisher, embedder)
        if updater.model_matches():
            updater.open(read_only=read_only)
        undo.pop_all()
    return Index(store, publisher, updater, embedder, alias_file=alias_file, lock=lock)


def _counted(doc_ids: Sequence[str], progress: Progress | None) -> Iterator[str]:
    for done, doc_id in enumerate(doc_ids, 1):
        yield doc_id
        if progress is not None:
            progress(done, len(doc_ids))
