"""A data set made ready for all peers: embedded once, kept in a folder of its own."""

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.adapters import load
from eval.asking import selected
from eval.datasets import Dataset, Question
from index.bundled_model import model_id
from index.corpus import open_index
from index.embedder import BUNDLED, Embedder, open_embedder
from ingest.document import Prepared
from ingest.pipeline import prepare_all
from peers.corpus import TAB, Corpus
from peers.recorded import Recording
from service.settings import load_settings

# The data directory that the recording's ingest makes, with the real embedder.
_DATA = "data"


@dataclass(frozen=True, slots=True)
class Made:
    """What a data set was made into: the questions asked of it, and the folder it all lies in."""

    dataset: Dataset
    questions: tuple[Question, ...]
    model_id: str
    folder: Path

    @property
    def asked(self) -> list[str]:
        """The questions' texts."""
        return [question.standalone for question in self.questions]

    @contextmanager
    def data_dir(self) -> Iterator[Path]:
        """A copy of the data directory, for who changes it or works beside others."""
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as copy:
            yield Path(shutil.copytree(self.folder / _DATA, Path(copy) / _DATA))


def recorded(path: Path, work: Path, questions: int) -> Made:
    """Ingest a data set with the real model, and note every vector; nothing where that was done.

    `questions` is how many are asked, spread evenly; those without a relevant document are not. The
    folder is named after the documents, the questions and the model.
    """
    settings = load_settings()
    dataset = load(path)
    model = settings.embedding_model
    asked = tuple(one for one in selected(dataset, questions) if one.gold)
    name = model_id() if model == BUNDLED else model
    parts = [dataset.digest, name, *(question.standalone for question in asked)]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    made = Made(dataset, asked, name, work.absolute() / f"corpus-{key}")
    if not made.folder.is_dir():
        print("embedding the corpus, once", file=sys.stderr, flush=True)
        _record(path, made, open_embedder(model, settings.cache_dir))
    return made


def _record(path: Path, made: Made, embedder: Embedder) -> None:
    made.folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{made.folder.name}.", dir=made.folder.parent))
    try:
        recording, prepared = _ingested(made.dataset, embedder, partial)
        recording.save(partial)
        _corpus(path, prepared, recording, made.asked).save(partial)
        partial.rename(made.folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _ingested(
    dataset: Dataset, embedder: Embedder, folder: Path
) -> tuple[Recording, list[Prepared]]:
    recording, kept = Recording(embedder), []

    def prepared() -> Iterator[Prepared]:
        for one in prepare_all(dataset.documents, whole=dataset.whole):
            kept.append(one)
            yield one

    with open_index(
        folder / _DATA, recording, alignment_dir=load_settings().cache_dir / "alignment"
    ) as index:
        for _ in index.add_all(prepared()):
            pass
    return recording, kept


def _corpus(
    path: Path, prepared: Sequence[Prepared], recording: Recording, asked: Sequence[str]
) -> Corpus:
    vectors = {(text.title, text.text): rows[0] for text, rows in recording.noted.items()}
    named = [
        (f"{one.document.source}{TAB}{number}", one.document.title, passage.text)
        for one in prepared
        for number, passage in enumerate(one.passages)
    ]
    return Corpus(
        dataset=str(path.resolve()),
        ids=[id_ for id_, _, _ in named],
        texts=[f"{title}\n{text}" if title else text for _, title, text in named],
        questions=list(asked),
        vectors=np.stack([vectors[title, text] for _, title, text in named]),
        question_vectors=np.stack([recording.encode_query(question) for question in asked]),
    )
