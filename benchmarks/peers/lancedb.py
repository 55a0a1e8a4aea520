"""LanceDB: its hybrid query over a full-text index of Kiwi's tokens, fused by reciprocal rank."""

from pathlib import Path

import lancedb
from lancedb.rerankers import RRFReranker

from peers import kiwi
from peers.corpus import Corpus, Vector
from peers.peer import Peer


class LanceDB(Peer):
    """One table; the words are a column of their own, because LanceDB brings no Korean analyser."""

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        words = kiwi.tokens_of_all(corpus.texts)
        rows = [
            {"id": id_, "text": text, "words": " ".join(cut), "vector": vector}
            for id_, text, cut, vector in zip(
                corpus.ids, corpus.texts, words, corpus.vectors, strict=True
            )
        ]
        table = lancedb.connect(folder).create_table("passages", rows)
        table.create_fts_index(
            "words",
            use_tantivy=False,
            base_tokenizer="whitespace",
            stem=False,
            remove_stop_words=False,
            ascii_folding=False,
        )

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._table = lancedb.connect(folder).open_table("passages")
        self._reranker = RRFReranker()

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        query = (
            self._table.search(query_type="hybrid", fts_columns="words")
            .vector(vector)
            .text(kiwi.spaced(question))
            .distance_type("cosine")
            .rerank(self._reranker)
            .limit(k)
        )
        return [row["id"] for row in query.to_list()]


PEER = LanceDB
