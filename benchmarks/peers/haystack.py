"""Haystack: a pipeline of BM25 and embedding retrievers over its in-memory store, joined by RRF."""

from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore

from peers import kiwi
from peers.corpus import Corpus, Vector
from peers.peer import Peer

_FILE = "store.json"


class Haystack(Peer):
    """The store cuts words by a regular expression alone, so it is given Kiwi's tokens with spaces
    between, and keeps the passage beside them."""

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        store = InMemoryDocumentStore(
            bm25_tokenization_regex=r"\S+", embedding_similarity_function="cosine"
        )
        words = kiwi.tokens_of_all(corpus.texts)
        rows = zip(corpus.ids, corpus.texts, words, corpus.vectors.tolist(), strict=True)
        store.write_documents(
            [
                Document(id=id_, content=" ".join(cut), meta={"text": text}, embedding=vector)
                for id_, text, cut, vector in rows
            ]
        )
        store.save_to_disk(str(folder / _FILE))

    def open(self, folder: Path) -> None:
        """See Peer."""
        store = InMemoryDocumentStore.load_from_disk(str(folder / _FILE))
        pipeline = Pipeline()
        pipeline.add_component("words", InMemoryBM25Retriever(store))
        pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store))
        pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        pipeline.connect("words", "joined")
        pipeline.connect("vectors", "joined")
        self._pipeline = pipeline

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        reply = self._pipeline.run(
            {
                "words": {"query": kiwi.spaced(question), "top_k": k},
                "vectors": {"query_embedding": vector.tolist(), "top_k": k},
                "joined": {"top_k": k},
            }
        )
        return [found.id for found in reply["joined"]["documents"]]


PEER = Haystack
