"""Steps of training, kept on the disk on the way so that a stopped one goes on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from training.adaptation import Adaptation

# Of the steps, the learning rate rises over the first and falls to nothing over the others.
_WARM_UP = 0.06
_CLIP, _DECAY = 1.0, 0.01
_KEPT_EVERY = 50

Batch = TypeVar("Batch")
Epoch = Callable[[int], Iterator[Batch]]
"""The batches of an epoch by its number: the same ones whenever it is asked."""
Loss = Callable[[Mapping[str, Tensor], Batch], Tensor]
"""How far off the network's tensors are in a batch."""


@dataclass(frozen=True, slots=True)
class Training:
    """How long, at which highest learning rate, and where the state is kept between steps; `origin`
    names all that the result depends on, so that none goes on with what another one kept."""

    steps: int
    rate: float
    kept: Path
    origin: str


def train(
    adaptation: Adaptation,
    epoch: Epoch[Batch],
    loss_of: Loss[Batch],
    training: Training,
    progress: Callable[[int, float], None] | None = None,
) -> None:
    """Take the steps that are left; `progress(step, loss)` after each.

    Raises ValueError where what was kept is of another origin, or where an epoch has no batch.
    """
    learnt = list(adaptation.learnt.values())
    optimiser = torch.optim.AdamW(learnt, lr=training.rate, weight_decay=_DECAY)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, _schedule(training.steps))
    done = _resume(adaptation, optimiser, rate, training)
    for step, batch in enumerate(islice(_endless(epoch), done, training.steps), start=done + 1):
        loss = loss_of(adaptation.weights(), batch)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch is half typed
        torch.nn.utils.clip_grad_norm_(learnt, _CLIP)
        optimiser.step()
        rate.step()
        if step % _KEPT_EVERY == 0 or step == training.steps:
            _keep(adaptation, optimiser, rate, training, step)
        if progress is not None:
            progress(step, float(loss.detach()))


def _endless(epoch: Epoch[Batch]) -> Iterator[Batch]:
    for number in count():
        batches = epoch(number)
        first = next(batches, None)
        if first is None:
            raise ValueError("there is less to learn from than a batch")
        yield from chain([first], batches)


def _schedule(steps: int) -> Callable[[int], float]:
    rising = max(1, int(steps * _WARM_UP))
    falling = max(1, steps - rising + 1)
    return lambda step: min((step + 1) / rising, max(0.0, (steps - step) / falling))


def _keep(
    adaptation: Adaptation,
    optimiser: torch.optim.Optimizer,
    rate: torch.optim.lr_scheduler.LambdaLR,
    training: Training,
    step: int,
) -> None:
    # Runs that go side by side keep their states in one folder.
    beside = training.kept.with_name(training.kept.name + ".writing")
    state = {
        "origin": training.origin,
        "step": step,
        "learnt": {name: tensor.detach() for name, tensor in adaptation.learnt.items()},
        "optimiser": optimiser.state_dict(),
        "rate": rate.state_dict(),
    }
    torch.save(state, beside)
    beside.replace(training.kept)


def _resume(
    adaptation: Adaptation,
    optimiser: torch.optim.Optimizer,
    rate: torch.optim.lr_scheduler.LambdaLR,
    training: Training,
) -> int:
    """Take up what was kept; gives the number of steps already done."""
    if not training.kept.exists():
        return 0
    state = torch.load(training.kept, weights_only=True)
    if state["origin"] != training.origin:
        raise ValueError(
            f"{training.kept} was kept by another training and has to go first: "
            f"expected {training.origin}; found {state['origin']}"
        )
    with torch.no_grad():
        for name, tensor in state["learnt"].items():
            adaptation.learnt[name].copy_(tensor)
    optimiser.load_state_dict(state["optimiser"])
    rate.load_state_dict(state["rate"])
    return int(state["step"])
