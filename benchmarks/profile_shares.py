"""Where the time of an ingest and of answers goes, by the file of this project being worked in.

    python benchmarks/profile_shares.py DATASET WORK [--documents 200] [--py-spy py-spy]

DATASET and WORK are those of peer_comparison.py, whose corpus is asked. py-spy (`pip install
py-spy`) looks at every thread of a process a hundred times a second while it works. Each look at a
busy thread counts for the innermost file of ours on its stack: libraries, what they do below that
file included, count for who calls them.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from peers.recording import recorded
from served import environment

from eval.adapters import load
from eval.benchmarking import write_benchmark

SHOWN = 12
_OURS = ("ingest/", "index/", "service/")


def main() -> None:
    """Measure, print and write; as `--inside`, be the process that is looked at."""
    arguments = _arguments()
    if arguments.inside is not None:
        inside = {"ingest": ingest_documents, "answer": answer_questions}[arguments.inside]
        inside(arguments.dataset, arguments.work, arguments.documents)
        return
    made = recorded(arguments.dataset, arguments.work, 200)
    shares = {}
    with made.data_dir() as data:
        for work in ("ingest", "answer"):
            shares[work] = _shares(arguments, work, data)
            for name, share in shares[work]:
                print(f"{work}: {share:6.1%} {name}")
    used = {"documents": arguments.documents}
    figures = {"shares": shares}
    print(write_benchmark("profile", made.dataset, made.model_id, used, figures, arguments.output))


def ingest_documents(dataset: Path, _data: Path, limit: int) -> None:
    """Store the first documents in a new index, with the real model."""
    from index.corpus import open_index
    from index.embedder import open_embedder
    from ingest.pipeline import prepare_all
    from service.settings import load_settings

    settings, loaded = load_settings(), load(dataset)
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_index(
            Path(folder) / "data", embedder, alignment_dir=settings.cache_dir / "alignment"
        ) as index,
    ):
        for _ in index.add_all(prepare_all(loaded.documents[:limit], whole=loaded.whole)):
            pass


def answer_questions(dataset: Path, data: Path, limit: int) -> None:
    """Answer questions one after the other, as the service does."""
    from eval.asking import selected
    from service.assembly import assemble
    from service.settings import load_settings

    questions = [one.standalone for one in selected(load(dataset), limit)]
    parts = assemble(load_settings().model_copy(update={"data_dir": data}))
    for question in questions:
        parts.engine.answer(question)
    parts.close()


def _shares(arguments: argparse.Namespace, work: str, data: Path) -> list[tuple[str, float]]:
    with tempfile.NamedTemporaryFile(suffix=".raw") as raw:
        looking = [arguments.py_spy, "record", "--format", "raw", "--full-filenames"]
        worker = [sys.executable, __file__, str(arguments.dataset), str(data), "--inside", work]
        subprocess.run(
            [
                *looking,
                "--output",
                raw.name,
                "--",
                *worker,
                "--documents",
                str(arguments.documents),
            ],
            check=True,
            capture_output=True,
            env=environment(),
        )
        stacks = Path(raw.name).read_text(encoding="utf-8").splitlines()
    counted: Counter[str] = Counter()
    inside = {"ingest": "ingest_documents", "answer": "answer_questions"}[work]
    root = Path(__file__).resolve().parent.parent.as_posix() + "/"
    for line in stacks:
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        # Threads of ours have no frame of the worker's, and begin in `threading`.
        if any(inside in frame or "threading.py" in frame for frame in frames):
            counted[_innermost(frames, root)] += int(count)
    total = counted.total()
    return [(name, count / total) for name, count in counted.most_common(SHOWN)]


def _innermost(frames: list[str], root: str) -> str:
    for frame in reversed(frames):
        name = frame.partition("(")[2].rpartition(":")[0].removeprefix(root)
        if name.startswith(_OURS):
            return name
    return "other"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--documents", type=int, default=200, help="documents, and questions")
    parser.add_argument("--py-spy", default="py-spy", help="where py-spy is")
    parser.add_argument("--inside", choices=["ingest", "answer"], help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
