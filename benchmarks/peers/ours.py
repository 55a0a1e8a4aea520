"""Our own project in process: whole documents in, whole searches, on the same vectors."""

from collections.abc import Callable
from pathlib import Path

from eval.adapters import load
from eval.targets import documents_of
from index.corpus import Index, open_index
from index.embedder import open_embedder
from index.encoder import Matrix
from index.query import Query
from ingest import korean
from ingest.pipeline import prepare_all
from peers.corpus import Corpus
from peers.peer import Peer
from peers.recorded import Recorded
from service.settings import load_settings


class Ours(Peer):
    """Documents in, documents out, the way `briefing ingest` and `briefing search` go."""

    def __init__(self, recording: Path) -> None:
        """Take the folder of the recording."""
        self._recording = recording

    def prepare(self) -> None:
        """See Peer."""
        korean.warm()

    def ingest(self, corpus: Corpus, folder: Path) -> None:
        """See Peer. Reading the data set's file is the one part that is not ours to be timed."""
        dataset = load(Path(corpus.dataset))
        index = self._index(folder, Recorded(self._recording, passages=True))
        for _ in index.add_all(prepare_all(dataset.documents, whole=dataset.whole)):
            pass
        index.close()

    def open(self, folder: Path) -> None:
        """See Peer."""
        self._embedder = Recorded(self._recording, passages=False)
        self.index = self._index(folder, self._embedder)

    def search(self, question: str, vector: Matrix, k: int) -> list[str]:
        """See Peer. A document's name stands for its best passage."""
        self._embedder.given = vector
        return list(documents_of(self.index.search(Query(question, k=k))))

    def question_embedder(self, model: str) -> Callable[[str], Matrix]:
        """See Peer. Ours loads the model in its own way."""
        settings = load_settings()
        return open_embedder(settings.embedding_model, settings.cache_dir).encode_query

    def close(self) -> None:
        """See Peer."""
        if hasattr(self, "index"):
            self.index.close()

    def _index(self, folder: Path, embedder: Recorded) -> Index:
        alignment = load_settings().cache_dir / "alignment"  # measured when the recording was made
        return open_index(folder / "data", embedder, alignment_dir=alignment)


PEER = Ours
