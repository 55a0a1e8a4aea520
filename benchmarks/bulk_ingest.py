"""How near a folder of many small files comes to the speed of the embedder.

    python benchmarks/bulk_ingest.py [--files 10000] [--runs 1] [--output benchmarks/results]

Writes the files (Korean and English articles made up by `fictional_articles.py`, as Markdown, text
and HTML), then times, in one process and one after the other: `ingest` of the folder into a new
index, exactly what `briefing ingest FOLDER` does between opening and closing it; the same command
once more, when nothing has changed; and the embedder alone on the very same passages, in the
batches it is given during the ingest. What counts is the ratio of the first to the last, and the
share of the first that is not embedding: that is measured by timers around each stage in the one
thread that waits for all of them, so what runs beside another stage is not counted twice.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from fictional_articles import write_articles

from eval import provenance
from index.corpus import Index, open_index
from index.embedder import Embedder, PassageText, open_embedder
from index.encoder import Matrix
from ingest.document import Document, Language
from ingest.pipeline import prepare
from service import ingesting
from service.ingesting import ingest
from service.outcomes import Outcome
from service.settings import load_settings

P = ParamSpec("P")
R = TypeVar("R")
SEED = 20260312
WARM_UP = Document("warm-up", "제목", "장관은 연구원을 찾았다.", Language.KO)


class TimedEmbedder:
    """Hands everything on, and keeps how long that took and the batches that came."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id = embedder.model_id
        self.dimension = embedder.dimension
        self.seconds = 0.0
        self.batches: list[list[PassageText]] = []

    def encode_query(self, text: str) -> Matrix:
        """See Embedder."""
        return self._embedder.encode_query(text)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """See Embedder."""
        started = perf_counter()
        vectors = self._embedder.encode_passages(passages)
        self.seconds += perf_counter() - started
        self.batches.append(list(passages))
        return vectors


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    settings = load_settings()
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    prepare(WARM_UP)  # the analyser, the model and the splitter load outside the clock
    embedder.encode_passages([PassageText(WARM_UP.title, WARM_UP.text)])
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "files")
        files.mkdir()
        write_articles(files, arguments.files, SEED)
        runs = []
        for number in range(1, arguments.runs + 1):
            runs.append(_run(files, Path(folder, f"data-{number}"), arguments.files, embedder))
            print(f"run {number}: " + ", ".join(f"{k} {v:,.3f}" for k, v in runs[-1].items()))
    print(_write(arguments, embedder.model_id, runs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _run(files: Path, data: Path, count: int, embedder: Embedder) -> dict[str, float]:
    timed = TimedEmbedder(embedder)
    reading = Timer()
    index = open_index(data, timed)
    index.add(prepare(WARM_UP))  # a new index measures the model's languages once
    timed.seconds, timed.batches = 0.0, []
    try:
        with patch.object(ingesting, "read", reading.around(ingesting.read)):
            first = _timed_ingest(index, files, Outcome.ADDED, count)
        again = _timed_ingest(index, files, Outcome.UNCHANGED, count)
    finally:
        index.close()
    with _stopwatch() as bare:
        for batch in timed.batches:
            embedder.encode_passages(batch)
    passages = sum(map(len, timed.batches))
    figures = {
        "files": count,
        "passages": passages,
        "ingest_seconds": first,
        "files_per_second": count / first,
        "embedder_alone_seconds": bare.seconds,
        "embedder_alone_passages_per_second": passages / bare.seconds,
        "ingest_to_embedder_alone": first / bare.seconds,
        "share_embedding": timed.seconds / first,
        "share_reading": reading.seconds / first,
        "share_analysing_and_storing": 1 - (timed.seconds + reading.seconds) / first,
        "share_not_embedding": 1 - timed.seconds / first,
        "unchanged_seconds": again,
        "unchanged_to_first": again / first,
        "unchanged_files_per_second": count / again,
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _timed_ingest(index: Index, files: Path, expected: Outcome, count: int) -> float:
    with _stopwatch() as watch:
        report = ingest(index, [str(files)])
    if report.count(expected) != count:
        raise SystemExit(f"{report.count(expected)} of {count} files were {expected}")
    return watch.seconds


class Timer:
    """Adds up the time spent in the functions it is put around."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable[P, R]) -> Callable[P, R]:
        """The function, timed."""

        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            started = perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += perf_counter() - started

        return timed


@contextmanager
def _stopwatch() -> Iterator[Timer]:
    watch = Timer()
    started = perf_counter()
    yield watch
    watch.seconds = perf_counter() - started


def _write(arguments: argparse.Namespace, model: str, runs: list[dict[str, float]]) -> Path:
    made = provenance.commit()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    result = {
        "benchmark": "bulk-ingest",
        "date": now,
        "commit": made.id,
        "dirty": made.dirty,
        "model": model,
        "settings": {"files": arguments.files, "seed": SEED},
        "machine": provenance.machine(),
        "runs": runs,
    }
    arguments.output.mkdir(parents=True, exist_ok=True)
    path: Path = arguments.output / f"bulk-ingest-{now[:10]}-{made.short}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
