"""LlamaIndex: a vector index and its BM25 retriever under a fusion retriever, by ranks."""

from pathlib import Path

import bm25s
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.retrievers.bm25 import BM25Retriever

from peers import kiwi
from peers.corpus import Corpus, Vector
from peers.peer import Peer

_AT_SPACES = {"skip_stemming": True, "token_pattern": r"\S+"}


class _Given(BaseEmbedding):
    """Gives the vector that was computed beforehand."""

    vector: list[float] = []  # noqa: RUF012 - pydantic copies it for each model

    def _get_query_embedding(self, query: str) -> list[float]:
        return self.vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self.vector

    def _get_text_embedding(self, text: str) -> list[float]:
        raise NotImplementedError("passages come with their vectors")


class _ByWords(BaseRetriever):
    """Asks the BM25 retriever with the question's tokens, spaces between."""

    def __init__(self, retriever: BM25Retriever) -> None:
        super().__init__()
        self.retriever = retriever

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return self.retriever.retrieve(kiwi.spaced(query_bundle.query_str))


class LlamaIndex(Peer):
    """The BM25 retriever cuts words by a pattern alone, so its nodes are Kiwi's tokens with spaces
    between; the passages are in the vector index. One question is asked; no model rewrites it."""

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        rows = zip(corpus.ids, corpus.texts, corpus.vectors.tolist(), strict=True)
        nodes = [TextNode(id_=id_, text=text, embedding=vector) for id_, text, vector in rows]
        dense = VectorStoreIndex(nodes, embed_model=_Given())
        dense.storage_context.persist(str(folder / "dense"))
        words = kiwi.tokens_of_all(corpus.texts)
        cut = [
            TextNode(id_=id_, text=" ".join(some))
            for id_, some in zip(corpus.ids, words, strict=True)
        ]
        lexical = BM25Retriever.from_defaults(nodes=cut, **_AT_SPACES)
        lexical.persist(str(folder / "lexical"))

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._given = _Given()
        storage = StorageContext.from_defaults(persist_dir=str(folder / "dense"))
        dense = load_index_from_storage(storage, embed_model=self._given)
        self._dense = dense.as_retriever()
        # What it persists does not say how words are cut.
        words = bm25s.BM25.load(str(folder / "lexical"), load_corpus=True)
        self._lexical = BM25Retriever(existing_bm25=words, **_AT_SPACES)
        self._fusion = QueryFusionRetriever(
            [_ByWords(self._lexical), self._dense],
            llm=MockLLM(),
            num_queries=1,
            mode="reciprocal_rerank",
            use_async=False,
        )

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        self._given.vector = vector.tolist()
        self._dense.similarity_top_k = k
        self._lexical.similarity_top_k = k
        self._fusion.similarity_top_k = k
        return [found.node.node_id for found in self._fusion.retrieve(question)]


PEER = LlamaIndex
