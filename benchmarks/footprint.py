"""What the service keeps in memory, and which part of it takes how much.

    python benchmarks/footprint.py DATASET WORK

DATASET and WORK are those of peer_comparison.py, whose corpus is opened. A fresh process loads one
part after the other and looks at itself after each; what two parts need counts for the first.
Beside it stands a running service: ready, and after questions.

Memory that is mapped from files (libraries, the model's weights) is shared with other processes and
can be had back by the system; private memory cannot.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
from peers.recording import recorded
from served import environment, resident_bytes, served

from eval.benchmarking import write_benchmark

Step = tuple[str, Callable[[], object]]


def main() -> None:
    """Measure, print and write; as `--inside`, be the process that is measured."""
    arguments = _arguments()
    if arguments.inside is not None:
        _inside(arguments.inside, arguments.question)
        return
    made = recorded(arguments.dataset, arguments.work, arguments.questions)
    with made.data_dir() as data:
        steps = _steps_of(data, made.asked[0])
        service = dict(_service(data, made.asked[:20]))
    for name, memory in [*steps, *service.items()]:
        print(f"{name}: " + ", ".join(f"{k} {v / 2**20:.0f} MiB" for k, v in memory.items()))
    figures = {"steps": [{"part": name, **memory} for name, memory in steps], "service": service}
    print(write_benchmark("footprint", made.dataset, made.model_id, {}, figures, arguments.output))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--question", help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _steps_of(data: Path, question: str) -> list[tuple[str, dict[str, int]]]:
    command = [sys.executable, __file__, "-", "-", "--inside", str(data), "--question", question]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment())
    lines = (json.loads(line) for line in done.stdout.splitlines())
    return [(line["part"], line["memory"]) for line in lines]


def _service(data: Path, questions: list[str]) -> Iterator[tuple[str, dict[str, int]]]:
    with served(data) as service:
        yield "service, ready", resident_bytes(service.pid)
        for question in questions:
            httpx.post(
                f"{service.url}/v1/chat", json={"question": question}, timeout=60
            ).raise_for_status()
        yield f"service, after {len(questions)} answers", resident_bytes(service.pid)


def _inside(data: Path, question: str) -> None:
    with ExitStack() as closing:
        for name, load in _steps(data, question, closing):
            load()
            memory = resident_bytes("self")
            print(json.dumps({"part": name, "memory": memory}), flush=True)


def _steps(data: Path, question: str, closing: ExitStack) -> Iterator[Step]:
    """Part after part in the order in which the service loads them; the rest is there already."""
    import importlib

    yield "Python and this script", lambda: None
    yield "NumPy", lambda: importlib.import_module("numpy")
    yield "FAISS", lambda: importlib.import_module("faiss")
    yield "torch", lambda: importlib.import_module("torch")
    yield "sentence-transformers", lambda: importlib.import_module("sentence_transformers")

    from index.corpus import Index, open_index
    from index.embedder import Embedder, open_embedder
    from ingest import korean
    from service.answering.engine import AnswerEngine
    from service.assembly import open_reader
    from service.reading.reader import Reader
    from service.settings import load_settings

    settings = load_settings()
    embedders: list[Embedder] = []
    yield (
        "embedding model",
        lambda: embedders.append(open_embedder(settings.embedding_model, settings.cache_dir)),
    )
    yield "its first question", lambda: embedders[0].encode_query(question)
    yield "Kiwi", korean.warm
    indexes: list[Index] = []
    alignment = settings.cache_dir / "alignment"
    yield (
        "index",
        lambda: indexes.append(
            closing.enter_context(open_index(data, embedders[0], alignment_dir=alignment))
        ),
    )
    readers: list[Reader | None] = []
    yield "reader", lambda: readers.append(open_reader(settings))
    yield "first answer", lambda: AnswerEngine(indexes[0], readers[0]).answer(question)
    yield "HTTP", lambda: importlib.import_module("service.http.app")


if __name__ == "__main__":
    main()
