"""Train the reader: the file that service/reading/reader.py loads.

    python -m training.reader NAME.read.jsonl... --pairs ARCHIVE --probes index/probes.jsonl \
        --output service/reading/adapter.safetensors

The files are those of `training.collect`; `--shares` says how often an epoch shows a question of
each. A fifth of the articles is never trained on. ARCHIVE is a tar file with parallel sentences.
`--on` goes on from a file made before. Several runs have their mean taken (training.blending), and
what was learnt is cut to thin matrices. A stopped training goes on where it was last kept; the same
arguments give the same file. At the end the loss and the held-out figures are printed.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.bundled_model import bundled_model
from index.tokens import Tokens
from ingest.language import detect
from service.reading.reader import Reader
from service.settings import load_settings
from training.held_out import figures, is_held_out
from training.material import Asked, read
from training.reading import Shown, epochs, loss_of
from training.sitting import Lesson, Recipe, arguments, make, searches

# What is not taken of the change keeps what training started with and was not shown again.
RECIPE = Recipe(rank=None, kept_rank=64, share=0.6, heads={"span": 2, "answerable": 1})


def main() -> None:
    """Train, write the file, and say how well it reads what it has not seen."""
    given = _arguments()
    model = bundled_model(load_settings().cache_dir)
    made(given, model)
    reader = Reader(model, given.output)
    material = {path: list(read(path)) for path in given.material}
    report(reader, material, given.questions)


def made(given: argparse.Namespace, model: Path) -> None:
    """Train on top of a model's directory and write the file."""
    make(given, model, RECIPE, lesson)


def lesson(given: argparse.Namespace, model: Path, seed: int) -> Lesson:
    """What a run is shown."""
    shown = [
        Shown([one for one in read(path) if not is_held_out(one)], share)
        for path, share in zip(given.material, given.shares, strict=True)
    ]
    found = epochs(shown, searches(given), Tokens(model), seed)
    return Lesson(found, loss_of)


def report(reader: Reader, material: Mapping[Path, Sequence[Asked]], limit: int) -> None:
    """Print the held-out figures of each file, by the language of its questions."""
    groups: dict[str, list[Asked]] = {}
    for path, asked in material.items():
        for one in filter(is_held_out, asked):
            name = f"{path.name.removesuffix('.read.jsonl')}, asked in {detect(one.question)}"
            groups.setdefault(name, []).append(one)
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
    parser = arguments(__doc__.splitlines()[0], steps=1400, rate=1e-4)
    parser.add_argument(
        "--shares", type=float, nargs="+", help="how often an epoch shows a file's questions"
    )
    parser.add_argument("--questions", type=int, default=500, help="held-out questions, about")
    given = parser.parse_args()
    given.shares = given.shares or [1.0] * len(given.material)
    if len(given.shares) != len(given.material):
        parser.error("--shares takes one number for each file")
    return given


if __name__ == "__main__":
    main()
