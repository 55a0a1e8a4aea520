"""Train the reader: the file beside service/reading/adapter.py.

    python -m training.reader SQUAD_JSON... --pairs ARCHIVE --probes index/probes.jsonl \
        --steps 2000 --output FILE.safetensors

SQUAD_JSON are files in SQuAD's form (KorQuAD 1.0, SQuAD 2.0); a fifth of their articles is never
trained on. ARCHIVE is a tar file with parallel sentences. A stopped training goes on where it was
last kept; the same arguments give the same file. At the end the loss and the held-out figures are
printed.
"""

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from index.bundled_model import bundled_model
from service.progress import progress_bar
from service.reading.reader import Reader
from service.reading.tokens import Tokens
from service.settings import load_settings
from training.adaptation import Adaptation
from training.articles import Pairs, Paragraph, articles, parallel, probes
from training.examples import Example, across, answering, misleading
from training.held_out import figures
from training.loop import Epoch, Training, train
from training.rows import Row, batches, row_of

Articles = Sequence[Sequence[Paragraph]]

# The loss of one step says little: it is given as the mean of so many.
_STEPS_TOGETHER = 10


def main() -> None:
    """Train, write the file, and say how well it reads what it has not seen."""
    arguments = _arguments()
    model = bundled_model(load_settings().cache_dir)
    tokens = Tokens(model)
    taught = [article for path in arguments.files for article in articles(path, held_out=False)]
    searches = parallel(arguments.pairs) if arguments.pairs else []
    searches += probes(arguments.probes) if arguments.probes else []
    native = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    dtype = torch.bfloat16 if native else torch.float32
    adaptation = Adaptation(load_file(model / "model.safetensors"), arguments.seed, dtype)
    kept = arguments.output.with_suffix(".training")
    training = Training(arguments.steps, tokens.pad, kept, _origin(arguments, dtype))
    epoch = epochs(taught, searches, tokens, arguments.seed)
    losses: list[float] = []
    with progress_bar("training", shown=True) as advance:

        def progress(step: int, loss: float) -> None:
            losses.append(loss)
            advance(step, arguments.steps)

        train(adaptation, epoch, training, progress)
    _tell(losses)
    save_file(adaptation.exported(), arguments.output)
    kept.unlink(missing_ok=True)
    _report(arguments.files, model, arguments.output, arguments.questions)


def epochs(taught: Articles, searches: Sequence[Pairs], tokens: Tokens, seed: int) -> Epoch:
    """The batches of any epoch; what misleads is chosen anew in each."""

    def epoch(number: int) -> Iterator[Sequence[Row]]:
        chance = random.Random(f"{seed} {number}")
        examples = [*answering(taught), *misleading(taught, chance)]
        for pairs in searches:
            examples += across(pairs, chance)
        yield from batches(list(_rows(examples, tokens)), chance)

    return epoch


def _rows(examples: Sequence[Example], tokens: Tokens) -> Iterator[Row]:
    for example in examples:
        row = row_of(example, tokens.tokenise, tokens.marks)
        if row is not None:
            yield row


def _origin(arguments: argparse.Namespace, dtype: torch.dtype) -> str:
    """All that the file depends on, short enough to be read in a message."""
    given = [*arguments.files, arguments.pairs, arguments.probes]
    files = [path for path in given if path is not None]
    digests = [f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()[:12]}" for p in files]
    return ", ".join([f"{arguments.steps} steps", f"seed {arguments.seed}", str(dtype), *digests])


def _tell(losses: Sequence[float]) -> None:
    """The loss at the beginning and at the end of this sitting."""
    if losses:
        first, last = np.mean(losses[:_STEPS_TOGETHER]), np.mean(losses[-_STEPS_TOGETHER:])
        print(f"loss {first:.2f} at first, {last:.2f} at last, over {len(losses)} steps")


def _report(files: Sequence[Path], model: Path, adapter: Path, limit: int) -> None:
    reader = Reader(model, adapter)
    for path in files:
        held_out = list(articles(path, held_out=True))
        wrong = list(misleading(held_out, random.Random(0)))
        paragraphs = [paragraph for article in held_out for paragraph in article]
        # Every n-th of both: as many questions as are asked for, from all over the set.
        step = max(1, len(wrong) // limit)
        if not any(asked.answer for one in paragraphs[::step] for asked in one.questions):
            print(f"{path.stem}: holds no article of the held-out fold, so nothing can be said")
            continue
        found = figures(reader, paragraphs[::step], wrong[::step])
        print(
            f"{path.stem}: exact match {found.exact:.3f}, F1 {found.f1:.3f}, "
            f"right sentence {found.sentence:.3f}, AUROC {found.auroc or 0:.3f}"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--pairs", type=Path, help="a tar archive of two parallel files")
    parser.add_argument("--probes", type=Path, help="questions and passages in both languages")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--questions", type=int, default=500, help="held-out questions, about")
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
