"""Indexes of data sets, kept between runs so that scoring the same corpus again embeds nothing."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from eval.datasets import Dataset
from eval.errors import CorpusMismatch
from eval.provenance import code_digest
from ingest.pipeline import prepare_all

if TYPE_CHECKING:
    from index.corpus import Index

Item = TypeVar("Item")

# What turns documents into stored passages and vectors. A change to any of it may change what is
# stored, so it is part of the cache's name; the files that only matter when a question is asked are
# left out, or tuning the ranking would embed everything again for nothing.
STORING = ("ingest", "index")
QUESTION_TIME_FILES = frozenset(
    {
        "asked_days.py",
        "candidates.py",
        "centring.py",
        "collapse.py",
        "dense.py",
        "expansion.py",
        "filters.py",
        "fusion.py",
        "glossary.py",
        "glossary.tsv",
        "highest.py",
        "known_aliases.py",
        "lexical.py",
        "query.py",
        "question.py",
        "search.py",
        "sentence_scores.py",
        "snapshot.py",
        "unwritten.py",
        "vectors.py",
        "view.py",
    }
)


class Track(Protocol):
    """Shows how far a loop has come: gives the items through, unchanged."""

    def __call__(self, items: Iterable[Item], *, total: int, label: str) -> Iterable[Item]:
        """Give the items; `label` says what is being done."""


def silent(items: Iterable[Item], *, total: int, label: str) -> Iterator[Item]:
    """Show nothing."""
    yield from items


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling the index took: documents added, passages embedded (0 when all was there)."""

    added: int
    embedded: int


def index_folder(work_dir: Path, dataset: Dataset, model_id: str) -> Path:
    """Name the folder of the index of this corpus, this model and this code."""
    model = hashlib.sha256(model_id.encode()).hexdigest()
    code = code_digest(STORING, left_out=QUESTION_TIME_FILES)
    return work_dir / "-".join((dataset.digest[:12], model[:8], code[:8]))


def fill(index: "Index", dataset: Dataset, track: Track = silent) -> Filled:
    """Add what the index lacks of the corpus; an interrupted filling goes on where it stopped.

    Raises `CorpusMismatch` when the index then holds anything else than the corpus.
    """
    missing = [d for d in dataset.documents if not index.contains(d.doc_id)]
    prepared = prepare_all(missing, whole=dataset.whole)
    changes = list(track(index.add_all(prepared), total=len(missing), label="indexing"))
    held = index.count()
    if held != len(dataset.documents):
        wanted = len(dataset.documents)
        raise CorpusMismatch(f"the index holds {held} documents, the data set {wanted}")
    return Filled(len(changes), sum(change.embedded for change in changes))
