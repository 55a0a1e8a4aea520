"""How fast documents become searchable, beside the same model used the plain way.

    python benchmarks/ingest_speed.py DATASET [--limit N] [--runs 3] [--output benchmarks/results]

DATASET is anything `briefing eval` reads. Each run times, one after the other on the same
passages: our whole ingest into a new index (reading our samples' files included, for other sets
the documents are at hand), and `SentenceTransformer.encode` twice: in float32 with its default
settings, and as fast as it goes, in the number format of ours and with the best size of a batch.
What counts is the ratio within a run; absolute speeds depend on what else the machine is doing.

The share that is not embedding is what is left of the ingest's time when every call of the embedder
is taken out. Documents are written while others are prepared, but beside the embedder runs nothing
but the lines the analyser had begun. What a new index does once, whatever is stored in it, comes
before the clock starts and has a figure of its own: placing the model's languages.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from eval.adapters import load
from eval.adapters.samples import BRIEFINGS, read_briefings
from eval.benchmarking import write_benchmark
from eval.datasets import Dataset
from index.bundled_model import bundled_model
from index.corpus import open_index
from index.embedder import BUNDLED, Embedder, PassageText, open_embedder
from index.encoder import Matrix
from index.passes import cores
from index.tensors import best_type
from ingest.document import Document, Language
from ingest.pipeline import prepare, prepare_all
from service.settings import load_settings

WARM_UP = Document("warm-up", "제목", "장관은 연구원을 찾았다.", Language.KO)
# What e5 was trained to see before a passage; ours puts it there too, so both read the same tokens.
PASSAGE_PREFIX = "passage: "


# The library's own size of a batch, and those that are tried, on so many passages.
DEFAULT_BATCH = 32
BATCHES = (4, 8, 16, 32, 64)
TRIED_ON = 64


class Plain(Protocol):
    """The one method of `SentenceTransformer` that is compared."""

    def encode(
        self, texts: list[str], *, batch_size: int = DEFAULT_BATCH, show_progress_bar: bool
    ) -> object:
        """Embed the texts."""


class TimedEmbedder:
    """Hands everything on, and notes how long that took and which passages were embedded."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id = embedder.model_id
        self.dimension = embedder.dimension
        self.seconds = 0.0
        self.passages: list[PassageText] = []

    def encode_query(self, text: str) -> Matrix:
        """See Embedder."""
        started = perf_counter()
        vector = self._embedder.encode_query(text)
        self.seconds += perf_counter() - started
        return vector

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder."""
        started = perf_counter()
        vectors = self._embedder.encode_passages(passages)
        self.seconds += perf_counter() - started
        self.passages.extend(passages)
        return vectors

    def restart(self) -> None:
        """Forget what was noted."""
        self.seconds = 0.0
        self.passages = []


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the passages, ours and the plain ways; `once_seconds` is what came before."""

    passages: int
    once_seconds: float
    ingest_seconds: float
    embedding_seconds: float
    plain_seconds: float
    best_plain_seconds: float

    def figures(self) -> dict[str, float]:
        """What is compared: embedding speeds, their ratio, and the share that is not embedding."""
        figures = {
            "ours_passages_per_second": self.passages / self.embedding_seconds,
            "plain_passages_per_second": self.passages / self.plain_seconds,
            "best_plain_passages_per_second": self.passages / self.best_plain_seconds,
            "embedding_ratio": self.plain_seconds / self.embedding_seconds,
            "best_embedding_ratio": self.best_plain_seconds / self.embedding_seconds,
            "whole_ingest_ratio": self.plain_seconds / self.ingest_seconds,
            "share_not_embedding": 1 - self.embedding_seconds / self.ingest_seconds,
            "once_seconds": self.once_seconds,
        }
        # Further digits differ from run to run.
        return {name: round(value, 4) for name, value in figures.items()}


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    settings = load_settings()
    dataset = load(arguments.dataset)
    documents = _documents(dataset, arguments.dataset, arguments.limit)
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    is_bundled = settings.embedding_model == BUNDLED
    path = str(bundled_model(settings.cache_dir)) if is_bundled else settings.embedding_model
    plains = (_plain_model(path, fastest=False), _plain_model(path, fastest=True))
    _warm_up(embedder, plains)
    batch = _best_batch(documents, plains[1])
    runs = []
    for number in range(1, arguments.runs + 1):
        run = _run(documents, dataset.whole, embedder, plains, batch)
        runs.append(run.figures())
        print(f"run {number}: " + ", ".join(f"{k} {v:.3f}" for k, v in runs[-1].items()))
    summary = _summary(runs)
    figures = {"passages": run.passages, "runs": runs, "summary": summary}
    for name, figure in summary.items():
        print(name + ": " + ", ".join(f"{which} {value:.3f}" for which, value in figure.items()))
    settings_used = {
        "limit": arguments.limit,
        "plain": "SentenceTransformer.encode, float32",
        "best plain": f"SentenceTransformer.encode, {best_type()}, batch of {batch}",
    }
    print(
        write_benchmark(
            "ingest-speed", dataset, embedder.model_id, settings_used, figures, arguments.output
        )
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--limit", type=int, help="use the first N documents")
    parser.add_argument("--runs", type=int, default=3, help="two at least, to see the spread")
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _documents(dataset: Dataset, path: Path, limit: int | None) -> Callable[[], Sequence[Document]]:
    """Give what hands out the documents: for our samples by reading the files again."""
    if dataset.whole:
        return lambda: dataset.documents[:limit]
    return lambda: tuple(read_briefings(path / BRIEFINGS).documents.values())[:limit]


def _plain_model(path: str, *, fastest: bool) -> Plain:
    import torch
    from sentence_transformers import SentenceTransformer

    dtype = best_type() if fastest else torch.float32
    model: Plain = SentenceTransformer(path, device="cpu", model_kwargs={"dtype": dtype})
    return model


def _warm_up(embedder: Embedder, plains: Sequence[Plain]) -> None:
    """Load the analyser and let the models run once before the clock does."""
    prepare(WARM_UP)
    embedder.encode_passages([PassageText(WARM_UP.title, WARM_UP.text)])
    for plain in plains:
        plain.encode([WARM_UP.text], show_progress_bar=False)


def _best_batch(documents: Callable[[], Sequence[Document]], plain: Plain) -> int:
    """The size of a batch with which the first passages take least."""
    texts = [PASSAGE_PREFIX + one.title + "\n" + one.text for one in documents()[:TRIED_ON]]
    return min(BATCHES, key=lambda size: _plain_seconds(plain, texts, size))


def _plain_seconds(plain: Plain, texts: list[str], batch: int) -> float:
    import torch

    ours = torch.get_num_threads()
    torch.set_num_threads(cores())  # the library's passes are on all cores, ours on one each
    started = perf_counter()
    plain.encode(texts, batch_size=batch, show_progress_bar=False)
    seconds = perf_counter() - started
    torch.set_num_threads(ours)
    return seconds


def _run(
    documents: Callable[[], Sequence[Document]],
    whole: bool,
    embedder: Embedder,
    plains: tuple[Plain, Plain],
    batch: int,
) -> Run:
    timed = TimedEmbedder(embedder)
    with tempfile.TemporaryDirectory() as folder:
        opening = perf_counter()
        index = open_index(Path(folder) / "index", timed)
        index.add(prepare(WARM_UP))
        timed.restart()
        started = perf_counter()
        for _ in index.add_all(prepare_all(documents(), whole=whole)):
            pass
        ingest_seconds = perf_counter() - started
        index.close()
    texts = [
        PASSAGE_PREFIX + (passage.title + "\n" if passage.title else "") + passage.text
        for passage in timed.passages
    ]
    return Run(
        passages=len(texts),
        once_seconds=started - opening,
        ingest_seconds=ingest_seconds,
        embedding_seconds=timed.seconds,
        plain_seconds=_plain_seconds(plains[0], texts, DEFAULT_BATCH),
        best_plain_seconds=_plain_seconds(plains[1], texts, batch),
    )


def _summary(runs: Sequence[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Median, least and most of every figure over the runs."""
    columns = {name: [run[name] for run in runs] for name in runs[0]}
    return {
        name: {"median": statistics.median(values), "least": min(values), "most": max(values)}
        for name, values in columns.items()
    }


if __name__ == "__main__":
    main()
