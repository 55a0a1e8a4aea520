"""One adapter per data-set format; `load` picks the one that recognises the path.

An adapter is two functions: `recognises(path)` looks at the path without reading it whole, and
`load(path, name)` reads it into a `Dataset` or raises `DatasetError`. A new format is a module
with these two and a line in `ADAPTERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.adapters import beir, samples, squad, trec, wikinews
from eval.datasets import Dataset
from eval.errors import DatasetError
from eval.kinds import Kind


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one format is recognised and read, and what it looks like (for messages)."""

    recognises: Callable[[Path], bool]
    load: Callable[[Path, str], Dataset]
    looks_like: str


ADAPTERS = {
    Kind.SQUAD: Adapter(squad.recognises, squad.load, squad.LOOKS_LIKE),
    Kind.TREC: Adapter(trec.recognises, trec.load, trec.LOOKS_LIKE),
    Kind.BEIR: Adapter(beir.recognises, beir.load, beir.LOOKS_LIKE),
    Kind.SAMPLES: Adapter(samples.recognises, samples.load, samples.LOOKS_LIKE),
    Kind.WIKINEWS: Adapter(wikinews.recognises, wikinews.load, wikinews.LOOKS_LIKE),
}


def load(path: Path, kind: Kind = Kind.AUTO, name: str | None = None) -> Dataset:
    """Read a data set, named after its path unless a name is given; raises `DatasetError`."""
    path = path.absolute()
    if not path.exists():
        raise DatasetError(f"{path}: there is no such file or folder")
    adapter = ADAPTERS[_recognise(path) if kind is Kind.AUTO else kind]
    if not adapter.recognises(path):
        raise DatasetError(f"{path}: is not {adapter.looks_like}")
    dataset = adapter.load(path, name or path.stem)
    if not dataset.documents or not dataset.questions:
        found = f"{len(dataset.documents)} documents and {len(dataset.questions)} questions"
        raise DatasetError(f"{path}: has {found}; there is nothing to score")
    return dataset


def _recognise(path: Path) -> Kind:
    for kind, adapter in ADAPTERS.items():
        if adapter.recognises(path):
            return kind
    wanted = "; or ".join(adapter.looks_like for adapter in ADAPTERS.values())
    raise DatasetError(f"{path}: is no known kind of data set; expected {wanted}")
