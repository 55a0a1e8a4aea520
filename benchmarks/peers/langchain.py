"""LangChain: its FAISS store and BM25 retriever under an ensemble retriever."""

import pickle
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings

from peers import kiwi
from peers.corpus import Corpus, Vector
from peers.peer import Peer


class _Given(Embeddings):
    """Gives the vector that was computed beforehand."""

    vector: list[float]

    def embed_query(self, text: str) -> list[float]:
        return self.vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise NotImplementedError("passages come with their vectors")


class LangChain(Peer):
    """What its documentation builds for hybrid search without a server."""

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        metadatas = [{"id": id_} for id_ in corpus.ids]
        pairs = list(zip(corpus.texts, corpus.vectors.tolist(), strict=True))
        FAISS.from_embeddings(pairs, _Given(), metadatas=metadatas).save_local(str(folder))
        lexical = BM25Retriever.from_texts(
            corpus.texts, metadatas=metadatas, preprocess_func=kiwi.tokens
        )
        # The retriever has no format of its own: pickling it is what people do.
        (folder / "lexical.pickle").write_bytes(pickle.dumps(lexical))

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._given = _Given()
        dense = FAISS.load_local(str(folder), self._given, allow_dangerous_deserialization=True)
        self._lexical = pickle.loads((folder / "lexical.pickle").read_bytes())
        self._dense = dense
        self._k = 0

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        if k != self._k:
            self._k = self._lexical.k = k
            retrievers = [self._lexical, self._dense.as_retriever(search_kwargs={"k": k})]
            self._ensemble = EnsembleRetriever(retrievers=retrievers, weights=[0.5, 0.5])
        self._given.vector = vector.tolist()
        return [found.metadata["id"] for found in self._ensemble.invoke(question)][:k]


PEER = LangChain
