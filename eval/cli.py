"""The command `briefing eval`, plugged in through the entry-point group `briefing.commands`.

Nothing heavy is imported before the command runs: `briefing eval --help` has to be instant.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.kinds import Kind

if TYPE_CHECKING:
    from eval.indexing import Item
    from eval.report import Report
    from eval.run import Options, Outcome
    from service.settings import Settings

command = typer.Typer(
    name="eval",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

DatasetPath = Annotated[
    Path,
    typer.Argument(
        help="A SQuAD-format .json file, a BEIR folder, or a folder with briefings/ and "
        "questions.jsonl. / 평가 자료",
        metavar="DATASET",
    ),
]
KindOption = Annotated[Kind, typer.Option("--kind", help="What DATASET is.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", help="Write the result there; a folder gets a file named by set."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, help="Ask only N questions, spread evenly: a quick look."),
]
WorkDir = Annotated[
    Path | None,
    typer.Option("--work-dir", help="Where indexes are kept between runs; safe to delete."),
]
NoAnswers = Annotated[bool, typer.Option("--no-answers", help="Score retrieval alone.")]
Name = Annotated[
    str | None, typer.Option("--name", help="Name the set in the result (default: its file name).")
]
Fold = Annotated[
    int | None,
    typer.Option("--fold", min=0, max=4, help="Only questions about that fifth of the articles."),
]
Details = Annotated[
    Path | None, typer.Option("--details", help="Write every question's scores there, as JSONL.")
]


@command.command()
def evaluate(
    dataset: DatasetPath,
    kind: KindOption = Kind.AUTO,
    output: Output = None,
    as_json: Json = False,
    limit: Limit = None,
    work_dir: WorkDir = None,
    no_answers: NoAnswers = False,
    name: Name = None,
    details: Details = None,
    fold: Fold = None,
) -> None:
    """Score retrieval and answers on a data set, without a judge and without the network.

    검색과 답변을 평가 자료로 채점합니다.
    """
    from eval.report import to_json, write, write_details
    from eval.run import Options
    from eval.table import as_table
    from service.logs import configure, quieter
    from service.settings import load_settings

    settings = load_settings()
    configure(quieter(settings.log_level), settings.log_format)
    for path in (output, details):
        if path is not None:  # found out now rather than after minutes of work
            path.parent.mkdir(parents=True, exist_ok=True)
    work = (work_dir or settings.cache_dir / "eval").absolute()
    result, outcome = _scored(
        settings, (dataset, kind, name), work, Options(limit=limit), fold, answers=not no_answers
    )
    typer.echo(to_json(result) if as_json else as_table(result), nl=not as_json)
    if output is not None:
        typer.echo(f"written to {write(result, output)}", err=True)
    if details is not None:
        write_details(outcome, details)


def _scored(
    settings: "Settings",
    where: tuple[Path, Kind, str | None],
    work_dir: Path,
    options: "Options",
    fold: int | None,
    *,
    answers: bool,
) -> tuple["Report", "Outcome"]:
    """Load, index and ask, with the index and the engine wired as the service wires them."""
    from eval.adapters import load
    from eval.folds import in_fold
    from eval.indexing import fill, index_folder
    from eval.report import Subject, report
    from eval.run import evaluate
    from service.assembly import assemble, open_documents

    dataset = load(*where)
    if fold is not None:
        dataset = in_fold(dataset, fold)
    folder = index_folder(work_dir, dataset, _model_id(settings.embedding_model))
    settings = settings.model_copy(update={"data_dir": folder})
    parts = assemble(settings) if answers else None
    index = parts.index if parts else open_documents(settings)
    try:
        filled = fill(index, dataset, track)
        outcome = evaluate(dataset, index, parts.engine if parts else None, options, track)
        status = index.status()
    finally:
        index.close()
    subject = Subject(status.model_id, status.passages, filled)
    return report(dataset, outcome, subject, options), outcome


def _model_id(name: str) -> str:
    """Name the model as the index does, without loading it."""
    from index.bundled_model import model_id
    from index.embedder import BUNDLED

    return model_id() if name == BUNDLED else name


def track(items: "Iterable[Item]", *, total: int, label: str) -> "Iterator[Item]":
    """Draw a progress bar on standard error while a person is looking."""
    from service.progress import progress_bar

    with progress_bar(label, shown=typer.get_text_stream("stderr").isatty()) as advance:
        for done, item in enumerate(items, start=1):
            yield item
            advance(done, total)
