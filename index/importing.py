"""Documents of an export into a collection, each to its place among its article's versions."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from index import documents, embeddings, meta, originals, versions
from index.content import Content, content_of
from index.embedder import Embedder
from index.exported import Exported
from index.records import Change, ChangeKind
from index.store import Store

# Analysed and embedded together: some 64 passages, as in an ingest.
_AT_ONCE = 16


class Importer:
    """Takes one export over; what is stored already stays as it is.

    A document that was current there is placed by the rule for all that comes (index.versions): in
    an empty collection it is current here, too. Former versions are kept beside it.
    """

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._articles: dict[int, int] = {}  # the export's numbers, and those they have here

    def take(self, exported: Iterable[Exported]) -> Iterator[Change]:
        """Each document's change, when it is safe on the disk.

        A run that ends on the way is taken up by another one with the same export.
        """
        waiting = iter(exported)
        while batch := list(islice(waiting, _AT_ONCE)):
            contents = self._analysed(batch)
            current = {one.document.doc_id for one in batch if one.current}
            fresh = self._embed(one for doc_id, one in contents.items() if doc_id in current)
            for one in batch:
                yield self._take(one, contents.get(one.document.doc_id), fresh)

    def _analysed(self, batch: list[Exported]) -> dict[str, Content]:
        """What is to be stored of those that are not stored yet, by their ids."""
        from ingest.pipeline import prepare_all  # here: the analysers take long to import

        with self._store.reading() as connection:
            new = [
                one.document
                for one in batch
                if documents.row_of(connection, one.document.doc_id) is None
            ]
        return {one.document.doc_id: content_of(one) for one in prepare_all(new)}

    def _embed(self, contents: Iterable[Content]) -> set[str]:
        """Have the vectors of these stored before they are, so that no commit lacks any; gives the
        contents that were embedded now."""
        model_id = self._embedder.model_id
        wanted = {one.content_hash: one.embedded for each in contents for one in each.passages}
        with self._store.reading() as connection:
            known = embeddings.cached(connection, wanted, model_id)
        missing = {name: text for name, text in wanted.items() if name not in known}
        if not missing:  # a model need not be loaded to find that out
            return set()
        vectors = self._embedder.encode_passages(list(missing.values()))
        with self._store.writing() as connection:
            embeddings.save(connection, dict(zip(missing, vectors, strict=True)), model_id)
        return set(missing)

    def _take(self, one: Exported, content: Content | None, fresh: set[str]) -> Change:
        document = one.document
        with self._store.writing() as connection:
            row = documents.row_of(connection, document.doc_id)
            if row is not None or content is None:  # None: it was there when we looked
                if row is not None and self._join(connection, one, row):
                    meta.next_generation(connection)
                return Change(document.doc_id, document.source, ChangeKind.UNCHANGED, 0, 0)
            kind, kept_as = self._store_as_it_was(connection, one, content)
            meta.set_model_id(connection, self._embedder.model_id)
            meta.next_generation(connection)
        hashes = {passage.content_hash for passage in content.passages}
        passages, embedded = len(content.passages), len(hashes & fresh)
        return Change(document.doc_id, document.source, kind, passages, embedded, kept_as)

    def _store_as_it_was(
        self, connection: sqlite3.Connection, one: Exported, content: Content
    ) -> tuple[ChangeKind, str | None]:
        """Store a document; what became of it, and which one has its text if it is another."""
        doc_id, kind, kept_as = one.document.doc_id, ChangeKind.OLDER, None
        if one.current:
            placing = documents.put(connection, content)
            kind, kept_as = placing.kind, placing.kept_as
        else:
            documents.keep(connection, content, self._articles.get(one.article))
        row = documents.row_of(connection, kept_as or doc_id)
        if row is not None:
            self._join(connection, one, row)
        if kept_as is None:
            documents.set_arrival(connection, doc_id, one.version, one.ingested_at)
            originals.remember(connection, dict.fromkeys(one.originals, doc_id))
        return kind, kept_as

    def _join(self, connection: sqlite3.Connection, one: Exported, row: int) -> bool:
        """Keep the versions of an article together, whatever its number is here, and one of them
        current. Gives whether any is no longer searched for that."""
        found = versions.article_of(connection, row)
        before = self._articles.setdefault(one.article, found)
        self._articles[one.article] = found
        versions.merge(connection, before, into=found)
        return documents.keep_one_current(connection, found)
