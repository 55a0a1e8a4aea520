"""What a peer has to do: store passages, open what was stored, search."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from peers import kiwi
from peers.corpus import Corpus, Vector


class Peer(ABC):
    """One way to store passages and find them by words and vector together."""

    def prepare(self) -> None:
        """Load what is loaded once, whatever is stored; not timed."""
        kiwi.load()

    @abstractmethod
    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """Store the passages with their vectors in an empty folder."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Make what was stored there ready to be searched, in another process."""

    @abstractmethod
    def search(self, question: str, vector: Vector, k: int) -> list[str]:
        """Ids of the best k passages, best first. `vector` is the question's."""

    def question_embedder(self, model: str) -> Callable[[str], Vector]:
        """Load the embedding model as it is commonly loaded; only the cold start does."""
        from sentence_transformers import SentenceTransformer

        loaded = SentenceTransformer(model, device="cpu", local_files_only=True)
        return lambda question: loaded.encode(
            question, prompt_name="query", normalize_embeddings=True
        )

    def close(self) -> None:
        """Give back what `open` took; most hold nothing but memory."""
        return
