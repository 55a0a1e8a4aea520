"""The command `briefing eval`, plugged in through the entry-point group `briefing.commands`.

Nothing heavy is imported before the command runs: `briefing eval --help` has to be instant.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from eval.kinds import Kind

if TYPE_CHECKING:
    from eval.indexing import Item


class _RunsByDefault(TyperGroup):
    """`briefing eval DATASET` runs an evaluation; the other words are commands of their own."""

    # Typer's releases differ in whose context this is.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """See click's Command."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


command = typer.Typer(
    name="eval",
    help="Score retrieval and answers on a data set, without a judge and without the network.\n\n"
    "`briefing eval DATASET` is short for `briefing eval run DATASET`.\n\n"
    "검색과 답변을 평가 자료로 채점합니다.",
    cls=_RunsByDefault,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@command.callback()
def _group() -> None:
    """Commands below; a callback keeps a lone command from taking the group's place."""


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


Ablations = Annotated[
    bool, typer.Option("--ablations", help="Rank by parts of the search alone, too.")
]


@command.command()
def run(
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
    ablations: Ablations = False,
) -> None:
    """Score retrieval and answers on a data set, without a judge and without the network.

    검색과 답변을 평가 자료로 채점합니다.
    """
    from eval.details import write_details
    from eval.result import to_json, write
    from eval.score import Plan, score_here
    from eval.table import as_table
    from service.logs import configure, quieter
    from service.settings import load_settings

    settings = load_settings()
    configure(quieter(settings.log_level), settings.log_format)
    for path in (output, details):
        if path is not None:  # found out now rather than after minutes of work
            path.parent.mkdir(parents=True, exist_ok=True)
    plan = Plan(dataset, kind, name, fold, limit, answers=not no_answers, ablations=ablations)
    work = (work_dir or settings.cache_dir / "eval").absolute()
    done = score_here(plan, settings, work, track)
    typer.echo(to_json(done.result) if as_json else as_table(done.result), nl=not as_json)
    if output is not None:
        typer.echo(f"written to {write(done.result, output)}", err=True)
    if details is not None:
        write_details(done, details)


def track(items: "Iterable[Item]", *, total: int, label: str) -> "Iterator[Item]":
    """Draw a progress bar on standard error while a person is looking."""
    from service.progress import progress_bar

    with progress_bar(label, shown=typer.get_text_stream("stderr").isatty()) as advance:
        for done, item in enumerate(items, start=1):
            yield item
            advance(done, total)
