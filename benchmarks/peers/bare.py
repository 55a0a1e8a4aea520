"""The bare parts and nothing else: FAISS flat, bm25s over Kiwi's tokens, a sum in NumPy."""

import json
from pathlib import Path

import bm25s
import faiss
import numpy as np

from peers import kiwi
from peers.corpus import Corpus, Vector
from peers.fusion import fused
from peers.peer import Peer

# How many passages each leg proposes.
DEPTH = 100


class Bare(Peer):
    """What any hybrid search comes down to."""

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        dense = faiss.IndexFlatIP(corpus.vectors.shape[1])
        dense.add(corpus.vectors)
        faiss.write_index(dense, str(folder / "dense.faiss"))
        lexical = bm25s.BM25()
        lexical.index(list(kiwi.tokens_of_all(corpus.texts)), show_progress=False)
        lexical.save(str(folder / "lexical"))
        stored = json.dumps([corpus.ids, corpus.texts], ensure_ascii=False)
        (folder / "passages.json").write_text(stored, encoding="utf-8")

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._dense = faiss.read_index(str(folder / "dense.faiss"))
        self._lexical = bm25s.BM25.load(str(folder / "lexical"))
        stored = (folder / "passages.json").read_text(encoding="utf-8")
        self._ids, self._texts = json.loads(stored)

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        depth = min(DEPTH, len(self._ids))
        scores, rows = self._dense.search(vector[np.newaxis], depth)
        legs = [(rows[0], scores[0])]
        words = kiwi.tokens(question)
        if words:
            found, weights = self._lexical.retrieve([words], k=depth, show_progress=False)
            legs.append((found[0].astype(np.int64), weights[0]))
        return [self._ids[row] for row in fused(legs, k)]


PEER = Bare
