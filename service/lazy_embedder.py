"""An embedder that loads its model on the first text, for commands that may never embed one."""

import threading
from collections.abc import Callable, Sequence

from index.embedder import Embedder, Matrix, PassageText


class LazyEmbedder:
    """Stands in for the embedder that `load` returns, under a name known beforehand.

    Loading takes seconds; listing, showing and re-ingesting what has not changed need no vectors.
    """

    def __init__(self, model_id: str, load: Callable[[], Embedder]) -> None:
        """`load` is called once, by whichever thread needs the model first."""
        self.model_id = model_id
        self._load = load
        self._loaded: Embedder | None = None
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        """The length of every vector; asking loads the model."""
        return self._embedder().dimension

    def encode_query(self, text: str) -> Matrix:
        """See Embedder; shape (dimension,)."""
        return self._embedder().encode_query(text)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder; per passage, shape (1 + sentences, dimension)."""
        return self._embedder().encode_passages(passages)

    def _embedder(self) -> Embedder:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded
