"""Train the reader: the file beside service/reading/adapter.py.

    python -m training.reader SET... --written QUESTIONS SET --pairs ARCHIVE \
        --probes index/probes.jsonl --output FILE.safetensors

A SET is whatever `briefing eval` takes that has whole passages; QUESTIONS are our own about the
documents of one (eval.written). A set named twice is shown twice as often. A fifth of the articles
is never trained on. ARCHIVE is a tar file with parallel sentences. A stopped training goes on where
it was last kept; the same arguments give the same file. At the end the loss and the held-out
figures are printed.
"""

import argparse
import hashlib
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from eval.adapters import load
from eval.datasets import Dataset
from eval.indexing import fill, index_folder
from eval.written import written
from index.bundled_model import bundled_model
from index.corpus import open_index
from index.embedder import Embedder, open_embedder
from index.tensors import best_type
from index.tokens import Tokens
from ingest.language import detect
from service.progress import Advance, progress_bar
from service.reading.reader import Reader
from service.settings import load_settings
from training.adaptation import Adaptation
from training.examples import Example, across, taught
from training.gathering import gather
from training.held_out import figures, is_held_out
from training.loop import Epoch, Training, train
from training.material import Asked, read, write
from training.pairs import Pairs, parallel, probes
from training.rows import Row, batches, row_of

# The loss of one step says little: it is given as the mean of so many.
_STEPS_TOGETHER = 10


def main() -> None:
    """Train, write the file, and say how well it reads what it has not seen."""
    given = _arguments()
    settings = load_settings()
    model = bundled_model(settings.cache_dir)
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    sets = [load(path) for path in given.sets]
    sets += [
        written(questions, load(path).documents, questions.stem)
        for questions, path in given.written
    ]
    asked = {one.name: material(one, embedder, given.work_dir, given.seed) for one in sets}
    learning = [
        question for one in sets for question in asked[one.name] if not is_held_out(question)
    ]
    searches = parallel(given.pairs) if given.pairs else []
    searches += probes(given.probes) if given.probes else []
    tokens = Tokens(model)
    dtype = best_type()
    adaptation = Adaptation(load_file(model / "model.safetensors"), given.seed, dtype)
    origin = _origin(given, asked, dtype)
    stages = (
        (given.steps, 1e-3, epochs(learning, searches, tokens, given.seed)),
        (given.whole_steps, 5e-4, epochs(learning, [], tokens, given.seed + 1, whole=True)),
    )
    kept = [given.output.with_suffix(f".stage-{number}") for number in range(len(stages))]
    for place, (steps, rate, epoch) in zip(kept, stages, strict=True):
        _train(adaptation, epoch, Training(steps, rate, place, origin))
    save_file(adaptation.exported(), given.output)
    for place in kept:
        place.unlink(missing_ok=True)
    _report(asked, model, given.output, given.questions)


def material(dataset: Dataset, embedder: Embedder, work_dir: Path, seed: int) -> list[Asked]:
    """The questions of a data set with their excerpts, found now or when they were last needed."""
    if not dataset.whole:
        raise ValueError(f"{dataset.name}: its documents are no single passages")
    folder = index_folder(work_dir, dataset, embedder.model_id)
    kept = work_dir / f"{folder.name}-{dataset.questions_digest[:12]}-{seed}.jsonl"
    if not kept.exists():
        chance = random.Random(f"{seed} {dataset.name}")
        with (
            open_index(folder, embedder) as index,
            progress_bar(dataset.name, shown=True) as advance,
        ):
            fill(index, dataset)
            write(kept, _counted(gather(dataset, index, chance), len(dataset.questions), advance))
    return list(read(kept))


def epochs(
    learning: Sequence[Asked],
    searches: Sequence[Pairs],
    tokens: Tokens,
    seed: int,
    *,
    whole: bool = False,
) -> Epoch:
    """The batches of any epoch; what misleads is chosen anew in each."""

    def epoch(number: int) -> Iterator[Sequence[Row]]:
        chance = random.Random(f"{seed} {number}")
        examples = list(taught(learning, chance, whole=whole))
        for pairs in searches:
            examples += across(pairs, chance)
        yield from batches(list(_rows(examples, tokens)), chance)

    return epoch


def _rows(examples: Sequence[Example], tokens: Tokens) -> Iterator[Row]:
    for example in examples:
        row = row_of(example, tokens.tokenise, tokens.marks)
        if row is not None:
            yield row


def _counted(found: Iterator[Asked], total: int, advance: Advance) -> Iterator[Asked]:
    for number, one in enumerate(found, 1):
        advance(number, total)
        yield one


def _origin(given: argparse.Namespace, asked: Mapping[str, object], dtype: torch.dtype) -> str:
    """All that the file depends on, short enough to be read in a message."""
    files = [path for path in (given.pairs, given.probes) if path is not None]
    texts = {name: repr(found).encode() for name, found in asked.items()}
    texts |= {path.name: path.read_bytes() for path in files}
    digests = [f"{name} {hashlib.sha256(text).hexdigest()[:12]}" for name, text in texts.items()]
    steps = f"{given.steps} and {given.whole_steps} steps"
    return ", ".join([steps, f"seed {given.seed}", str(dtype), *digests])


def _train(adaptation: Adaptation, epoch: Epoch, training: Training) -> None:
    """Take a stage's steps, and tell the loss at the beginning and at the end of this sitting."""
    losses: list[float] = []
    with progress_bar("training", shown=True) as advance:

        def progress(step: int, loss: float) -> None:
            losses.append(loss)
            advance(step, training.steps)

        train(adaptation, epoch, training, progress)
    if losses:
        first, last = np.mean(losses[:_STEPS_TOGETHER]), np.mean(losses[-_STEPS_TOGETHER:])
        print(f"loss {first:.2f} at first, {last:.2f} at last, over {len(losses)} steps")


def _report(asked: Mapping[str, Sequence[Asked]], model: Path, adapter: Path, limit: int) -> None:
    reader = Reader(model, adapter)
    groups: dict[str, list[Asked]] = {}
    for name, questions in asked.items():
        for one in questions:
            if is_held_out(one):
                groups.setdefault(f"{name}, asked in {detect(one.question)}", []).append(one)
    for name, held_out in groups.items():
        # Every n-th: as many questions as are asked for, from all over the set.
        found = figures(reader, held_out[:: max(1, len(held_out) // limit)])
        told = {
            "exact match": found.exact,
            "F1": found.f1,
            "right sentence": found.sentence,
            "AUROC": found.auroc,
        }
        some = [f"{what} {value:.3f}" for what, value in told.items() if value is not None]
        print(f"{name}: {', '.join(some) or 'holds nothing of the held-out fold'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument(
        "--written",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("QUESTIONS", "SET"),
        help="our own questions about a set's documents; may be given several times",
    )
    parser.add_argument("--pairs", type=Path, help="a tar archive of two parallel files")
    parser.add_argument("--probes", type=Path, help="questions and passages in both languages")
    parser.add_argument("--steps", type=int, default=2400, help="on shortened excerpts")
    parser.add_argument("--whole-steps", type=int, default=950, help="on whole ones, after that")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--questions", type=int, default=500, help="held-out questions, about")
    parser.add_argument("--work-dir", type=Path, default=Path(tempfile.gettempdir()) / "training")
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
