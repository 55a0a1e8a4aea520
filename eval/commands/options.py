"""The options that several commands share, and what they lead to."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.kinds import Kind

if TYPE_CHECKING:
    from eval.indexing import Item
    from service.settings import Settings

DatasetPath = Annotated[
    Path,
    typer.Argument(
        help="A data set (`--kind` names the forms), or a folder of known ones. / 평가 자료",
        metavar="DATASET",
    ),
]
KindOption = Annotated[Kind, typer.Option("--kind", help="What DATASET is.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, help="Ask only N questions, spread evenly: a quick look."),
]
WorkDir = Annotated[
    Path | None,
    typer.Option("--work-dir", help="Where indexes are kept between runs; safe to delete."),
]
Name = Annotated[
    str | None, typer.Option("--name", help="Name the set in the result (default: its file name).")
]
Fold = Annotated[
    int | None,
    typer.Option("--fold", min=0, max=4, help="Only questions about that fifth of the articles."),
]
ResultPath = Annotated[
    Path, typer.Argument(help="A result that was written with --output.", metavar="RESULT")
]


def named(name: str | None) -> str | None:
    """The measure of single questions of that name, or whose mean has it in the tables (`MRR@10`).

    Raises typer.BadParameter, so that a slip of the pen is known before anything is asked.
    """
    from eval.metrics import COLUMN_OF
    from eval.scoring import MEASURES

    found = None if name is None else COLUMN_OF.get(name, name)
    if found is None or found in MEASURES:
        return found
    known = ", ".join((*MEASURES, *COLUMN_OF))
    raise typer.BadParameter(f"no question is scored in {name!r}; known: {known}")


def prepared(work_dir: Path | None) -> tuple["Settings", Path]:
    """The settings, with logs kept quiet, and the folder for indexes."""
    from service.logs import configure, quieter
    from service.settings import load_settings

    settings = load_settings()
    configure(quieter(settings.log_level), settings.log_format)
    return settings, (work_dir or settings.cache_dir / "eval").absolute()


def given(context: typer.Context) -> dict[str, str]:
    """The options of this call by name, as they are spelt; defaults and the environment have none.

    Typer's releases differ in whose sources these are, so that they are told by name.
    """
    return {
        one.name or "": one.opts[0]
        for one in context.command.params
        if (source := context.get_parameter_source(one.name or "")) and source.name == "COMMANDLINE"
    }


def track(items: "Iterable[Item]", *, total: int, label: str) -> "Iterator[Item]":
    """Draw a progress bar on standard error while a person is looking."""
    from service.progress import progress_bar

    with progress_bar(label, shown=typer.get_text_stream("stderr").isatty()) as advance:
        for done, item in enumerate(items, start=1):
            yield item
            advance(done, total)
