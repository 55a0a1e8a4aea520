"""The options that several commands share, and the settings they lead to."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.query import Filters
    from service.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        file_okay=False,
        help="Where the documents and the index live (environment: BRIEFING_DATA_DIR). / 자료 폴더",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, as the HTTP API answers it.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Leave out the first so many.")]
Question = Annotated[
    str, typer.Argument(help="In Korean or English. / 한국어나 영어로", metavar="QUESTION")
]
Source = Annotated[str | None, typer.Option("--source", help="Only this file, folder or URL.")]
Publisher = Annotated[str | None, typer.Option("--publisher", help="Only this publisher.")]


@dataclass(frozen=True, slots=True)
class Given:
    """What stood before the sub-command."""

    data_dir: Path | None = None


def day(text: str) -> datetime:
    """Read a date or a time in ISO 8601; the index reads one without an offset as Korean time.

    Raises `typer.BadParameter` for anything else.

    >>> day("2026-03-12")
    datetime.datetime(2026, 3, 12, 0, 0)
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date like 2026-03-12") from error


After = Annotated[
    datetime | None,
    typer.Option("--after", parser=day, metavar="DATE", help="Published on this day or later."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", parser=day, metavar="DATE", help='What "yesterday" counts from (default: now).'
    ),
]
Before = Annotated[
    datetime | None,
    typer.Option("--before", parser=day, metavar="DATE", help="Published before this day."),
]


def settings_for(
    context: typer.Context,
    data_dir: Path | None,
    *,
    host: str | None = None,
    port: int | None = None,
    watch_dir: Path | None = None,
    read_only: bool | None = None,
) -> "Settings":
    """Build this call's settings; `--data-dir` after the sub-command wins over one before it.

    Raises `InvalidSettings`.
    """
    from service.logs import configure, quieter
    from service.settings import load_settings

    given: Given = context.obj
    chosen = data_dir or given.data_dir
    settings = load_settings(
        {
            "data_dir": chosen,
            "host": host,
            "port": port,
            "watch_dir": watch_dir,
            "read_only": read_only,
        }
    )
    # A command's output is its result; what the libraries have to say is for the service's log.
    level = settings.log_level if context.command.name == "serve" else quieter(settings.log_level)
    configure(level, settings.log_format)
    return settings


def filters_from(
    source: str | None, publisher: str | None, after: datetime | None, before: datetime | None
) -> "Filters":
    """Make the filters of `search` and `ask`."""
    from index.query import Filters

    return Filters(source, publisher, after, before)
