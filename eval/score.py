"""One evaluation from end to end: load, index, ask, score; here or at a running service."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.absent import Lacking, with_absent
from eval.adapters import load
from eval.asking import Options, ask_all
from eval.datasets import Dataset
from eval.folds import in_fold
from eval.indexing import Filled, Track, fill, index_folder, silent
from eval.journal import FileJournal, journal_path
from eval.kinds import Kind
from eval.provenance import code_digest
from eval.result import Result, Subject, result

if TYPE_CHECKING:
    from eval.replies import Reply
    from eval.targets import InProcess
    from index.corpus import Index
    from service.answering.engine import AnswerEngine
    from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What is evaluated, and how.

    `fold`: only the questions about that fifth of the articles. `answers`: whether answers are
    asked for, or retrieval alone. `ablations`: whether parts of the search are ranked by, too.
    `absent`: whether questions are asked once more without their article (eval.absent).
    """

    path: Path
    kind: Kind = Kind.AUTO
    name: str | None = None
    fold: int | None = None
    limit: int | None = None
    answers: bool = True
    ablations: bool = False
    absent: bool = False


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


@dataclass(frozen=True, slots=True)
class Service:
    """A running service to be scored; `upload` sends it the documents that it lacks."""

    url: str
    api_key: str | None = None
    upload: bool = False


def dataset_of(plan: Plan, only: frozenset[str] | None = None) -> Dataset:
    """The data set of a plan, or only some of its questions, by id; raises `DatasetError`."""
    dataset = load(plan.path, plan.kind, plan.name)
    if plan.fold is not None:
        dataset = in_fold(dataset, plan.fold)
    if plan.absent:
        dataset = with_absent(dataset)
    if only is None:
        return dataset
    kept = tuple(question for question in dataset.questions if question.id in only)
    return dataclasses.replace(dataset, questions=kept)


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
    from service.assembly import assemble, open_documents

    dataset = dataset_of(plan, only)
    model = _model_id(settings.embedding_model)
    folder = index_folder(work_dir, dataset, model)
    settings = settings.model_copy(update={"data_dir": folder})
    parts = assemble(settings) if plan.answers else None
    index = parts.index if parts else open_documents(settings)
    options = Options(limit=plan.limit)
    used: dict[str, object] = {"answers": plan.answers, "reader": settings.reader}
    code = code_digest(("ingest", "index", "service", "eval"))
    journal = _journal(work_dir, plan, dataset, {"code": code, "model": model, **used})
    try:
        filled = fill(index, dataset, track)
        engine = parts.engine if parts else None
        target = _target(index, engine)
        variants = variants_of(index, engine) if plan.ablations else None
        replies = ask_all(dataset, target, options, journal=journal, variants=variants, track=track)
        status = index.status()
    finally:
        index.close()
    subject = Subject(status.model_id, status.passages, filled, used)
    return Run(dataset, replies, result(dataset, replies, subject, options), journal)


def score_there(
    plan: Plan,
    service: Service,
    work_dir: Path,
    track: Track = silent,
) -> Run:
    """Ask a running service, which has to hold the documents; an interrupted run goes on.

    Raises CorpusMismatch when it does not hold them, TargetFailed when it fails.
    """
    from eval.http_target import HttpTarget

    dataset = dataset_of(plan)
    target = HttpTarget(service.url, dataset, api_key=service.api_key, answers=plan.answers)
    try:
        sent = target.upload(dataset) if service.upload else 0
        target.check(dataset)
        model, held = target.status()
        used: dict[str, object] = {"answers": plan.answers, "url": service.url, "documents": held}
        options = Options(limit=plan.limit)
        code = code_digest(("eval",))
        journal = _journal(work_dir, plan, dataset, {"code": code, "model": model, **used})
        replies = ask_all(dataset, target, options, journal=journal, track=track)
    finally:
        target.close()
    subject = Subject(model, None, Filled(sent, 0), used)
    return Run(dataset, replies, result(dataset, replies, subject, options), journal)


def _target(index: "Index", engine: "AnswerEngine | None") -> "InProcess":
    from eval.targets import InProcess

    if engine is None:
        return InProcess(index)
    return InProcess(index, engine, lacking=lambda absent: engine.over(Lacking(index, absent)))


def _journal(
    work_dir: Path, plan: Plan, dataset: Dataset, subject: Mapping[str, object]
) -> FileJournal:
    """The journal of exactly this evaluation; a limit takes some of the same questions."""
    same = {
        "corpus": dataset.digest,
        "questions": dataset.questions_digest,
        "ablations": plan.ablations,
        **subject,
    }
    return FileJournal(journal_path(work_dir / "journals", same))


def _model_id(name: str) -> str:
    """Name the model as the index does, without loading it."""
    from index.bundled_model import model_id
    from index.embedder import BUNDLED

    return model_id() if name == BUNDLED else name
