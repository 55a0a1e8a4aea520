"""A training from its arguments to its file: several runs of steps, blended.

The runs go side by side, each in a process of its own with its part of the cores: steps are so
short that two of one core each are taken sooner than one of two after the other.
"""

import argparse
import functools
import hashlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, load_file, save, save_file

from index.tensors import best_type
from service.progress import progress_bar
from training.adaptation import Adaptation
from training.blending import blended
from training.loop import Epoch, Loss, Training, train
from training.pairs import Pairs, parallel, probes

# The loss of one step says little: it is given as the mean of so many.
_STEPS_TOGETHER = 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a run is shown, and how far off it is in a batch of that."""

    epoch: Epoch[Any]
    loss: Loss[Any]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is made: `rank` rows of the thin matrices while they are learnt, None for layers
    that are learnt whole, and `kept_rank` in the file, the outputs of each head, and what `share`
    of the mean change is taken."""

    rank: int | None
    kept_rank: int
    share: float
    heads: Mapping[str, int]


Lessons = Callable[[argparse.Namespace, Path, int], Lesson]
"""A run's lesson by the arguments, the model's directory and the seed: a function of a module."""

# Arguments that a file depends on, beside the files that are named.
_PLAN = ("steps", "rate", "shares")


def arguments(description: str, *, steps: int, rate: float) -> argparse.ArgumentParser:
    """The arguments that every training takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("material", type=Path, nargs="+", help="files that training.collect wrote")
    parser.add_argument("--pairs", type=Path, help="a tar archive of two parallel files")
    parser.add_argument("--probes", type=Path, help="questions and passages in both languages")
    parser.add_argument("--on", type=Path, help="a file made before, to go on from")
    parser.add_argument("--rate", type=float, default=rate, help="the highest of learning")
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--runs", type=int, default=2, help="how often, each with its own seed")
    parser.add_argument("--seed", type=int, default=0, help="that of the first")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda where there is one")
    parser.add_argument("--output", type=Path, required=True)
    return parser


def searches(given: argparse.Namespace) -> list[Pairs]:
    """Texts in two languages, each to be found by the other."""
    found = parallel(given.pairs) if given.pairs else []
    return found + (probes(given.probes) if given.probes else [])


def make(given: argparse.Namespace, model: Path, recipe: Recipe, lessons: Lessons) -> None:
    """Train on top of a model's directory, with each seed's lesson, and write the file.

    What was learnt is kept beside the file on the way, so that a stopped training goes on.
    """
    base = load_file(model / "model.safetensors")
    start = load_file(given.on) if given.on else None
    run = functools.partial(_run, given, model, recipe, lessons)
    seeds = range(given.seed, given.seed + given.runs)
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.runs, spawning, _ends_with_its_parent) as processes:
        learnt = [load(run) for run in processes.map(run, seeds)]
    save_file(blended(base, learnt, recipe.share, recipe.kept_rank, start), given.output)
    for seed in seeds:
        _kept(given, seed).unlink()


def _ends_with_its_parent() -> None:
    """A training that is killed leaves no run behind that goes on keeping what it learns."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _run(
    given: argparse.Namespace, model: Path, recipe: Recipe, lessons: Lessons, seed: int
) -> bytes:
    """What one run learns, as a file's bytes; the first tells how far it is."""
    torch.set_num_threads(max(1, torch.get_num_threads() // given.runs))
    adaptation = Adaptation(
        load_file(model / "model.safetensors"),
        seed,
        best_type(),
        rank=recipe.rank,
        heads=recipe.heads,
        device=given.device,
        start=load_file(given.on) if given.on else None,
    )
    kept = _kept(given, seed)
    training = Training(given.steps, given.rate, kept, f"{_origin(given, model)}, {kept.suffix}")
    _learn(adaptation, lessons(given, model, seed), training, shown=seed == given.seed)
    return save(adaptation.exported())


def _kept(given: argparse.Namespace, seed: int) -> Path:
    output: Path = given.output
    return output.with_suffix(f".run-{seed}")


def _learn(adaptation: Adaptation, lesson: Lesson, training: Training, *, shown: bool) -> None:
    """Take the steps that are left, and tell the loss at the beginning and at the end."""
    losses: list[float] = []
    with progress_bar("training", shown=shown) as advance:

        def progress(step: int, loss: float) -> None:
            losses.append(loss)
            advance(step, training.steps)

        train(adaptation, lesson.epoch, lesson.loss, training, progress)
    if losses:
        first, last = np.mean(losses[:_STEPS_TOGETHER]), np.mean(losses[-_STEPS_TOGETHER:])
        print(f"loss {first:.2f} at first, {last:.2f} at last, over {len(losses)} steps")


def _origin(given: argparse.Namespace, model: Path) -> str:
    """All that a file depends on, short enough to be read in a message."""
    digests = [f"{path.name} {_digest(path)}" for path in _files(given, model)]
    plan = [f"{name} {value}" for name, value in vars(given).items() if name in _PLAN]
    return ", ".join([*plan, str(best_type()), *digests])


def _files(given: argparse.Namespace, model: Path) -> Iterator[Path]:
    optional = (given.pairs, given.probes, given.on)
    yield from (*given.material, *filter(None, optional), model / "model.safetensors")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
