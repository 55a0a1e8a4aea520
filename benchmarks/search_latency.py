"""How long a search takes without the embedding of its question, in milliseconds.

    python benchmarks/search_latency.py DATASET [--passages N] [--questions 500] [--runs 3]

DATASET is anything `briefing eval` reads; the index is the one `briefing eval` keeps for it, so a
set that was scored before is not embedded again. The questions' vectors are computed beforehand;
everything else a search does (analysis of the question, both legs, fusion, reading the passages)
is timed, one question after the other.
"""

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from eval.adapters import load
from eval.asking import selected
from eval.benchmarking import write_benchmark
from eval.datasets import Dataset, Question
from eval.indexing import fill, index_folder
from eval.latency import percentiles
from index.corpus import Index, open_index
from index.embedder import Embedder, PassageText, open_embedder
from index.encoder import Matrix
from index.query import Query
from service.settings import load_settings


class RememberingEmbedder:
    """Hands everything on, and computes the vector of a question once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id = embedder.model_id
        self.dimension = embedder.dimension
        self._known: dict[str, Matrix] = {}

    def encode_query(self, text: str) -> Matrix:
        """See Embedder."""
        if text not in self._known:
            self._known[text] = self._embedder.encode_query(text)
        return self._known[text]

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder."""
        return self._embedder.encode_passages(passages)


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    settings = load_settings()
    dataset = _cut(load(arguments.dataset), arguments.passages)
    embedder = RememberingEmbedder(open_embedder(settings.embedding_model, settings.cache_dir))
    work = arguments.work_dir or settings.cache_dir / "eval"
    index = open_index(
        index_folder(work, dataset, embedder.model_id),
        embedder,
        alignment_dir=settings.cache_dir / "alignment",
    )
    try:
        fill(index, dataset)
        questions = selected(dataset, arguments.questions)
        _time(index, questions)  # not counted: computes the vectors and warms the caches
        runs = [percentiles(_time(index, questions)) for _ in range(arguments.runs)]
        passages = index.status().passages
    finally:
        index.close()
    for number, run in enumerate(runs, start=1):
        print(f"run {number}: {passages} passages, p50 {run['p50']} ms, p95 {run['p95']} ms")
    settings_used = {"k": 10, "questions": len(questions)}
    figures = {"passages": passages, "milliseconds_without_query_embedding": runs}
    print(
        write_benchmark(
            "search-latency", dataset, embedder.model_id, settings_used, figures, arguments.output
        )
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--passages", type=int, help="use the first N documents")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work-dir", type=Path)
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _cut(dataset: Dataset, limit: int | None) -> Dataset:
    if limit is not None and limit > len(dataset.documents):
        sys.exit(f"the set has {len(dataset.documents)} documents, {limit} were asked for")
    return dataclasses.replace(dataset, documents=dataset.documents[:limit])


def _time(index: Index, questions: Sequence[Question]) -> list[float]:
    milliseconds = []
    for question in questions:
        started = perf_counter()
        index.search(Query(question.standalone, k=10))
        milliseconds.append((perf_counter() - started) * 1000)
    return milliseconds


if __name__ == "__main__":
    main()
