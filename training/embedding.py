"""Tune the bundled embedding model: the file that index/bundled_encoder.py puts into its weights.

    python -m training.embedding NAME.searched.jsonl... --pairs ARCHIVE \
        --probes index/probes.jsonl --output index/tuning.safetensors

The files are those of `training.collect`; one named twice is shown twice as often. A fifth of the
articles is never trained on. ARCHIVE is a tar file with parallel sentences. The model is tuned
several times, and part of the mean is taken (training.blending). A stopped training goes on where
it was last kept; the same arguments give the same file. At the end the loss is printed, and what
the vectors alone find, before and after.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from index.adapter import adapted
from index.bundled_model import bundled_model
from index.tensors import best_type
from index.tokens import Tokens
from service.settings import load_settings
from training.contrast import loss_of
from training.held_out import is_held_out
from training.held_out_search import found
from training.material import read
from training.sitting import Lesson, Recipe, arguments, make, searches
from training.sought import epochs

# Nearer to the tuned weights than half-way, questions in a passage's own language lose.
RECIPE = Recipe(rank=64, kept_rank=16, share=0.5, heads={})


def main() -> None:
    """Tune, write the file, and say how well it finds what it has not seen."""
    given = _arguments()
    model = bundled_model(load_settings().cache_dir)
    made(given, model)
    base = load_file(model / "model.safetensors")
    report("before", given, base, Tokens(model))
    report("after", given, adapted(base, load_file(given.output), best_type()), Tokens(model))


def made(given: argparse.Namespace, model: Path) -> None:
    """Train on top of a model's directory and write the file."""
    make(given, model, RECIPE, lesson)


def lesson(given: argparse.Namespace, model: Path, seed: int) -> Lesson:
    """What a run is shown."""
    asked = [one for path in given.material for one in read(path) if not is_held_out(one)]
    found = epochs(asked, searches(given), Tokens(model), seed)
    return Lesson(found, loss_of)


def report(
    when: str, given: argparse.Namespace, weights: Mapping[str, Tensor], tokens: Tokens
) -> None:
    """Print the held-out figures of each file."""
    for path in dict.fromkeys(given.material):
        one = found(weights, list(read(path)), tokens)
        name = path.name.removesuffix(".searched.jsonl")
        if one is not None:
            sentence = "" if one.sentence is None else f", right sentence {one.sentence:.3f}"
            print(f"{when}: {name}: R@1 {one.first:.3f}, MRR {one.reciprocal:.3f}{sentence}")


def _arguments() -> argparse.Namespace:
    return arguments(__doc__.splitlines()[0], steps=450, rate=5e-4).parse_args()


if __name__ == "__main__":
    main()
