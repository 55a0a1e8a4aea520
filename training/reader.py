"""Train the reader: the file that service/reading/reader.py loads.

    python -m training.reader NAME.read.jsonl... --pairs ARCHIVE --probes index/probes.jsonl \
        --output service/reading/adapter.safetensors

The files are those of `training.collect`; one named twice is shown twice as often. A fifth of the
articles is never trained on. ARCHIVE is a tar file with parallel sentences. The reader is trained
several times, and the mean is taken (training.blending); `--on` goes on from a file made before,
which counts in the mean like a run. A stopped training goes on where it was last kept; the same
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
from training.reading import epochs, loss_of
from training.sitting import Recipe, Stage, arguments, make, searches

RECIPE = Recipe(rank=16, kept_rank=16, share=1.0, heads={"span": 2, "answerable": 1})
# The highest rate of learning over whole excerpts, as a part of that over shortened ones.
_WHOLE_RATE = 0.5


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
    make(given, model, RECIPE, stages)


def stages(given: argparse.Namespace, model: Path, seed: int) -> Sequence[Stage]:
    """Steps on shortened excerpts first, then on whole ones."""
    asked = [one for path in given.material for one in read(path) if not is_held_out(one)]
    tokens = Tokens(model)
    short = epochs(asked, searches(given), tokens, 2 * seed)
    whole = epochs(asked, [], tokens, 2 * seed + 1, whole=True)
    return [
        Stage(given.steps, given.rate, short, loss_of),
        Stage(given.whole_steps, given.rate * _WHOLE_RATE, whole, loss_of),
    ]


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
    parser = arguments(__doc__.splitlines()[0], steps=2400, rate=1e-3)
    parser.add_argument(
        "--whole-steps", type=int, default=950, help="on whole excerpts, after that"
    )
    parser.add_argument("--questions", type=int, default=500, help="held-out questions, about")
    return parser.parse_args()


if __name__ == "__main__":
    main()
