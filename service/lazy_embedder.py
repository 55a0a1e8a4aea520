"""An embedder that loads its model on the first text, for commands that may never embed one."""

import threading
from collections.abc import Callable, Sequence

from index.embedder import Embedder, PassageText
from index.encoder import Matrix
from index.errors import ModelUnreadable


class LazyEmbedder:
    """Stands in for the embedder that `load` returns, under a name known beforehand.

    Loading takes seconds; listing, showing and re-ingesting what has not changed need no vectors.
    """

    def __init__(
        self, model_id: str, load: Callable[[], Embedder], dimension: int | None = None
    ) -> None:
        """`load` is called once, by whichever thread needs the model first.

        Without a `dimension` known beforehand, asking for it loads the model too.
        """
        self.model_id = model_id
        self._load = load
        self._dimension = dimension
        self._loaded: Embedder | None = None
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return self._embedder().dimension if self._dimension is None else self._dimension

    def encode_query(self, text: str) -> Matrix:
        """See Embedder; shape (dimension,)."""
        return self._embedder().encode_query(text)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder; per passage, shape (1 + sentences, dimension)."""
        return self._embedder().encode_passages(passages)

    def count_tokens(self, text: str) -> int:
        """See Embedder."""
        return self._embedder().count_tokens(text)

    def _embedder(self) -> Embedder:
        """Raises ModelUnreadable when the model is none, or not the one it was said to be."""
        with self._lock:
            if self._loaded is None:
                loaded = self._load()
                expected = (self.model_id, self._dimension or loaded.dimension)
                if (loaded.model_id, loaded.dimension) != expected:
                    raise ModelUnreadable(
                        f"expected the model {expected[0]!r} with vectors of {expected[1]}, got "
                        f"{loaded.model_id!r} with {loaded.dimension}"
                    )
                self._loaded = loaded
            return self._loaded
