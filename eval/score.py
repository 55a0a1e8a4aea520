"""One evaluation from end to end: load, index, ask, score; wired as the service wires its parts."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.adapters import load
from eval.asking import Options, ask_all
from eval.datasets import Dataset
from eval.folds import in_fold
from eval.indexing import Track, fill, index_folder, silent
from eval.journal import FileJournal, journal_path
from eval.kinds import Kind
from eval.provenance import code_digest
from eval.result import Result, Subject, result

if TYPE_CHECKING:
    from eval.replies import Reply
    from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What is evaluated, and how.

    `fold`: only the questions about that fifth of the articles. `answers`: whether answers are
    asked for, or retrieval alone. `ablations`: whether parts of the search are ranked by, too.
    """

    path: Path
    kind: Kind = Kind.AUTO
    name: str | None = None
    fold: int | None = None
    limit: int | None = None
    answers: bool = True
    ablations: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """The data set, what came back, and the result made of it."""

    dataset: Dataset
    replies: "list[Reply]"
    result: Result
    journal: FileJournal

    def finish(self) -> None:
        """Forget the journal: the next run measures everything anew."""
        self.journal.finish()


def dataset_of(plan: Plan) -> Dataset:
    """The data set of a plan; raises `DatasetError`."""
    dataset = load(plan.path, plan.kind, plan.name)
    return dataset if plan.fold is None else in_fold(dataset, plan.fold)


def score_here(
    plan: Plan,
    settings: "Settings",
    work_dir: Path,
    track: Track = silent,
    only: frozenset[str] | None = None,
) -> Run:
    """Index the documents (again only what is new) and ask the engine in this process.

    An interrupted run goes on where it stopped, as long as code, model and data are the same: until
    `finish` is called on what this gives. `only`: no other questions than these, by id.
    """
    from eval.ablations import variants_of
    from eval.targets import InProcess
    from service.assembly import assemble, open_documents

    dataset = dataset_of(plan)
    if only is not None:
        kept = tuple(question for question in dataset.questions if question.id in only)
        dataset = dataclasses.replace(dataset, questions=kept)
    model = _model_id(settings.embedding_model)
    folder = index_folder(work_dir, dataset, model)
    settings = settings.model_copy(update={"data_dir": folder})
    parts = assemble(settings) if plan.answers else None
    index = parts.index if parts else open_documents(settings)
    options = Options(limit=plan.limit)
    used: dict[str, object] = {"answers": plan.answers, "reader": settings.reader}
    journal = FileJournal(
        journal_path(
            work_dir / "journals",
            {
                "code": code_digest(("ingest", "index", "service", "eval")),
                "corpus": dataset.digest,
                "questions": dataset.questions_digest,
                "model": model,
                "depth": options.search_depth,
                "ablations": plan.ablations,
                **used,
            },
        )
    )
    try:
        filled = fill(index, dataset, track)
        target = InProcess(index, parts.engine if parts else None)
        variants = variants_of(index) if plan.ablations else None
        replies = ask_all(dataset, target, options, journal=journal, variants=variants, track=track)
        status = index.status()
    finally:
        index.close()
    subject = Subject(status.model_id, status.passages, filled, used)
    return Run(dataset, replies, result(dataset, replies, subject, options), journal)


def _model_id(name: str) -> str:
    """Name the model as the index does, without loading it."""
    from index.bundled_model import model_id
    from index.embedder import BUNDLED

    return model_id() if name == BUNDLED else name
