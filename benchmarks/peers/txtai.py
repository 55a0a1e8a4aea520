"""txtai: one embeddings database with its hybrid index, words and vectors summed by it."""

import os
from pathlib import Path

import numpy as np
from txtai import Embeddings

from peers import kiwi
from peers.corpus import Corpus, Vector
from peers.peer import Peer

# The vectors of what will be stored or asked, by its text: txtai keeps the name of the function
# that embeds with the index and looks the function up again when the index is loaded.
_VECTORS: dict[str, Vector] = {}


def given(texts: list[str]) -> Vector:
    """Vectors that were computed beforehand, shape (texts, dimension)."""
    return np.stack([_VECTORS[text] for text in texts])


class Txtai(Peer):
    """Its scoring cuts words by itself, at spaces when told to, so its texts are Kiwi's tokens with
    spaces between, and the passage is kept beside them."""

    def __init__(self) -> None:
        """Let txtai look up the function above."""
        os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer."""
        words = [" ".join(cut) for cut in kiwi.tokens_of_all(corpus.texts)]
        _VECTORS.update(zip(words, corpus.vectors, strict=True))
        database = Embeddings(
            method="external",
            transform="peers.txtai.given",
            content=True,
            scoring={
                "method": "bm25",
                "terms": True,
                "normalize": True,
                "tokenizer": {"whitespace": True},
            },
        )
        database.index(
            (id_, {"text": cut, "passage": text}, None)
            for id_, cut, text in zip(corpus.ids, words, corpus.texts, strict=True)
        )
        database.save(str(folder))

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._database = Embeddings()
        self._database.load(str(folder))

    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """See Peer."""
        words = kiwi.spaced(question)
        _VECTORS.clear()
        _VECTORS[words] = vector
        return [found["id"] for found in self._database.search(words, k)]


PEER = Txtai
