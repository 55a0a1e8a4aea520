"""How an index behaves as it grows: real text recombined to collections of any size.

    python benchmarks/scale.py DATASET [--passages 1000 10000 100000] [--questions 100]
                               [--work-dir DIR] [--grown DIR] [--output benchmarks/results]

DATASET is anything `briefing eval` reads; the index that `briefing eval` keeps for it gives the
texts' vectors. They and the questions' are put into a file first, in a process of its own, so that
what is measured afterwards runs without the embedding model in its memory.

One index grows from size to size and is measured at each in a process of its own. With --grown DIR
it is kept there, and a run that was stopped goes on where the last whole size was reached.

See `recombined.py` for how the texts and their vectors are made. Printed for each size: processor
time and wall time of storing what was added since the size before, without making texts and
vectors; bytes on the disk for each passage; seconds from opening the index to the first answer;
milliseconds of a search without the question's embedding; how many of the ten passages with the
nearest vectors are found; resident memory, and how much of it is of files, which the system can
have back; and seconds until one more document is found.
"""

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from recombined import NOISE, SENTENCES, Making, Material
from served import resident_bytes

from eval.adapters import load
from eval.benchmarking import write_benchmark
from eval.latency import percentiles
from index.candidates import CANDIDATES
from index.corpus import Index, open_index
from index.dense import Matrix
from index.query import Query
from index.vectors import block_of
from ingest.document import Morpheme

# Passages that are compared exactly at a time: 350 MB with six sentences each.
_AT_ONCE = 32_768


def main() -> None:
    """Gather, then grow and measure, each in a process of its own; print and write."""
    arguments = _arguments()
    if arguments.step is not None:
        material, alignment = pickle.loads((arguments.grown / "material").read_bytes())
        step = {"grow": _grown, "measure": _measured}[arguments.step]
        print(json.dumps(step(arguments.grown / "data", alignment, material, arguments.passages)))
        return
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        grown = arguments.grown or Path(folder)
        grown.mkdir(parents=True, exist_ok=True)
        if not (grown / "material").exists():
            _gather(arguments, grown / "material")
        results = [
            {
                "passages": size,
                **_step(grown, "grow", before, size),
                **_step(grown, "measure", size),
            }
            for before, size in pairwise([0, *sorted(arguments.passages)])
        ]
        model = pickle.loads((grown / "material").read_bytes())[0].model_id
    used = {"questions": arguments.questions, "noise": NOISE, "sentences": SENTENCES}
    dataset, figures = load(arguments.dataset), {"sizes": results}
    print(write_benchmark("scale", dataset, model, used, figures, arguments.output))


def _step(grown: Path, name: str, *sizes: int) -> dict[str, Any]:
    """What a process of its own finds; remembered beside the index, so that it is done once."""
    known = grown / f"{name}-{sizes[-1]}.json"
    if not known.exists():
        command = [sys.executable, __file__, "-", "--grown", str(grown), "--step", name]
        command += ["--passages", *map(str, sizes)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        known.write_text(done.stdout, encoding="utf-8")
    print(known.read_text(encoding="utf-8"), flush=True)
    found: dict[str, Any] = json.loads(known.read_text(encoding="utf-8"))
    return found


def _gather(arguments: argparse.Namespace, file: Path) -> None:
    """The material out of the index that evaluation keeps; needs the model."""
    from eval.asking import selected
    from eval.indexing import fill, index_folder
    from index.embedder import open_embedder
    from ingest.pipeline import prepare_all
    from service.settings import load_settings

    settings, dataset = load_settings(), load(arguments.dataset)
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    work = arguments.work_dir or settings.cache_dir / "eval"
    sentences, vectors = [], []
    with open_index(
        index_folder(work, dataset, embedder.model_id),
        embedder,
        alignment_dir=settings.cache_dir / "alignment",
    ) as index:
        fill(index, dataset)
        by_place = _sentence_vectors(index)
    for prepared in prepare_all(dataset.documents, whole=dataset.whole):
        for one in prepared.sentences:
            vector = by_place.get((prepared.document.doc_id, one.start, one.end))
            if vector is not None:
                at = [
                    Morpheme(m.form, m.tag, m.start - one.start, m.end - one.start)
                    for m in one.morphemes
                ]
                sentences.append((prepared.document.text[one.start : one.end], tuple(at)))
                vectors.append(vector)
    asked = [q.standalone for q in selected(dataset, arguments.questions)]
    titles = [document.title for document in dataset.documents]
    questions = {text: embedder.encode_query(text) for text in asked}
    material = Material(embedder.model_id, sentences, np.stack(vectors), titles, questions)
    file.write_bytes(pickle.dumps((material, settings.cache_dir / "alignment")))


def _sentence_vectors(index: Index) -> dict[tuple[str, int, int], Matrix]:
    """The vectors of an index's sentences as the model gave them, by document and place."""
    found = {}
    with index.view() as view:
        for segment in view.snapshot.segments:
            rows = segment.rows.tolist()
            located = view.located(rows)
            for row, (first, after) in zip(rows, pairwise(segment.lines.tolist()), strict=True):
                for line in range(first + 1, after):
                    place = (
                        located[row].doc_id,
                        int(segment.begins[line]),
                        int(segment.ends[line]),
                    )
                    found[place] = segment.vectors[line].astype(np.float32)
    return found


def _grown(
    folder: Path, alignment: Path, material: Material, sizes: Sequence[int]
) -> dict[str, Any]:
    """Let the index grow from one size to the next."""
    before, size = sizes
    making = Making(material, seed=size)
    with open_index(folder, making, alignment_dir=alignment) as index:
        # A run that was stopped on the way has stored the first of these documents already.
        missing = size - before
        started, used = perf_counter(), process_time()
        for _ in index.add_all(making.documents(missing)):
            pass
        index._publisher.settle()
        wall, processor = perf_counter() - started, process_time() - used
    return {
        "stored_milliseconds_a_passage": round(1000 * (wall - making.seconds) / missing, 2),
        "stored_processor_milliseconds_a_passage": round(
            1000 * (processor - making.seconds) / missing, 2
        ),
    }


def _measured(
    folder: Path, alignment: Path, material: Material, sizes: Sequence[int]
) -> dict[str, Any]:
    """Measure the index as it stands."""
    (size,) = sizes
    questions = list(material.questions)
    bytes_each = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / size
    making = Making(material, seed=0)
    before = resident_bytes("self")
    started = perf_counter()
    with open_index(folder, making, alignment_dir=alignment) as index:
        index.search(Query(questions[0]))
        opening = perf_counter() - started
        times = _timed(index, questions)
        memory = resident_bytes("self")
        recall = _recall(index, material)
        codes = [held.codes is not None for held in index._publisher._held]
        more = _one_more(index, making)
    return {
        "segments": len(codes),
        "segments_with_codes": sum(codes),
        "bytes_a_passage": round(bytes_each),
        "seconds_from_opening_to_the_first_answer": round(opening, 2),
        "search_milliseconds": percentiles(times),
        "recall_at_10_of_exact": round(recall, 4),
        "private_megabytes": (memory["private"] - before["private"]) >> 20,
        "megabytes_from_files": (memory["files"] - before["files"]) >> 20,
        "seconds_until_one_more_is_found": round(more, 3),
    }


def _timed(index: Index, questions: Sequence[str]) -> list[float]:
    milliseconds = []
    for _ in range(2):  # the first time round, what is read is brought into memory
        milliseconds = []
        for question in questions:
            started = perf_counter()
            index.search(Query(question, k=10))
            milliseconds.append((perf_counter() - started) * 1000)
    return milliseconds


def _one_more(index: Index, making: Making) -> float:
    """Seconds until one more document is found; it is taken out again."""
    (document,) = making.documents(1)
    started = perf_counter()
    index.add(document)
    assert index.contains(document.document.doc_id)
    seconds = perf_counter() - started
    index.remove(document.document.doc_id)
    return seconds


def _recall(index: Index, material: Material) -> float:
    """The share of the ten passages nearest by their vectors that the vectors' leg finds."""
    questions = np.stack(list(material.questions.values()))
    with index.view() as view:
        snapshot, pieces = view.snapshot, index._publisher._pieces
        best = []
        for segment in snapshot.segments:
            for first in range(0, len(segment), _AT_ONCE):
                starts = segment.lines[first : first + _AT_ONCE + 1]
                block = block_of(segment, np.arange(starts[0], starts[-1]))
                exact = pieces._transform.apply(pieces.frame.extras, block)
                best.append(np.maximum.reduceat(exact @ questions.T, starts[:-1] - starts[0]))
        scores = np.where(snapshot.alive[:, None], np.concatenate(best), -np.inf)
        found = 0
        for question, of_question in zip(questions, scores.T, strict=True):
            nearest = view.nearest(view.compare(question), CANDIDATES)[:10]
            exact_ten = np.argsort(-of_question, kind="stable")[:10]
            found += len(np.intersect1d(nearest, exact_ten))
    return found / (10 * len(questions))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--step", choices=["grow", "measure"], help=argparse.SUPPRESS)
    parser.add_argument("--grown", type=Path)
    parser.add_argument("--work-dir", type=Path)
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
