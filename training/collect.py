"""Collect what is learnt from: questions of data sets, with what the product finds for them.

    python -m training.collect SET... --written QUESTIONS SET --bilingual FILE --briefings FILE \
        --output FOLDER

A SET is whatever `briefing eval` takes that has whole passages; QUESTIONS are our own about the
documents of one (eval.written); a FILE is our own altogether (training.bilingual,
training.briefings). For each set two files are written, NAME.read.jsonl for `training.reader` and
NAME.searched.jsonl for `training.embedding`. A set whose files are there is not searched again.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from eval.adapters import load
from eval.datasets import Dataset
from eval.indexing import fill, index_folder
from eval.written import written
from index.corpus import open_index
from index.embedder import Embedder, open_embedder
from service.progress import Advance, progress_bar
from service.settings import load_settings
from training.bilingual import bilingual
from training.briefings import briefings
from training.gathering import gather
from training.material import Gathered, write


def main() -> None:
    """Collect from every set that is given, and say how much."""
    given = _arguments()
    settings = load_settings()
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    for dataset in _sets(given):
        collect(dataset, embedder, settings.cache_dir / "alignment", given.output, given.seed)


def collect(
    dataset: Dataset, embedder: Embedder, alignment_dir: Path, output: Path, seed: int
) -> None:
    """Search for a set's questions and write its two files, unless they are there;
    `alignment_dir` as in `open_index`."""
    if not dataset.whole:
        raise ValueError(f"{dataset.name}: its documents are no single passages")
    read = output / f"{dataset.name}.read.jsonl"
    searched = output / f"{dataset.name}.searched.jsonl"
    if read.exists() and searched.exists():
        return
    output.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"{seed} {dataset.name}")
    folder = index_folder(output / "indexes", dataset, embedder.model_id)
    with (
        open_index(folder, embedder, alignment_dir=alignment_dir) as index,
        progress_bar(dataset.name, shown=True) as advance,
    ):
        fill(index, dataset)
        found = list(_counted(gather(dataset, index, chance), len(dataset.questions), advance))
    write(read, [one.read for one in found])
    write(searched, [one.searched for one in found])


def _sets(given: argparse.Namespace) -> Iterator[Dataset]:
    for path in given.sets:
        yield load(path)
    for questions, path in given.written:
        yield written(questions, load(path).documents, questions.stem)
    for path in given.bilingual:
        yield from bilingual(path)
    for path in given.briefings:
        yield briefings(path)


def _counted(found: Iterator[Gathered], total: int, advance: Advance) -> Iterator[Gathered]:
    for number, one in enumerate(found, 1):
        advance(number, total)
        yield one


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path, nargs="*")
    parser.add_argument(
        "--written",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("QUESTIONS", "SET"),
        help="our own questions about a set's documents; may be given several times",
    )
    for own in ("--bilingual", "--briefings"):
        parser.add_argument(
            own, type=Path, action="append", default=[], help="may be given several times"
        )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
