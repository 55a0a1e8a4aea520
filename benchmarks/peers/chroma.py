"""Chroma: a persistent collection searched by vectors; run locally, it ranks by no words."""

from pathlib import Path

import chromadb
from chromadb.config import Settings

from peers.corpus import Corpus, Vector
from peers.peer import Peer

# What one call to `add` may hold.
_BATCH = 1000


class Chroma(Peer):
    """One collection with cosine distance, vectors given."""

    def prepare(self) -> None:
        """See Peer. No words are cut."""
        return

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        collection = _client(folder).create_collection(
            "passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        for first in range(0, len(corpus.ids), _BATCH):
            some = slice(first, first + _BATCH)
            collection.add(
                ids=corpus.ids[some],
                embeddings=corpus.vectors[some],
                documents=corpus.texts[some],
            )

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._collection = _client(folder).get_collection("passages", embedding_function=None)

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        found = self._collection.query(query_embeddings=[vector], n_results=k)
        ids: list[str] = found["ids"][0]
        return ids


def _client(folder: Path) -> "chromadb.ClientAPI":
    return chromadb.PersistentClient(
        path=str(folder), settings=Settings(anonymized_telemetry=False)
    )


PEER = Chroma
