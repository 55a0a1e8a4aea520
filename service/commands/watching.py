"""`watch`: keeps the index in step with a folder."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import DataDir, settings_for
from service.rendering import one_line
from service.stopping import Stop, stop_on_signals
from service.wording import Wording, wording

if TYPE_CHECKING:
    from service.watching import FolderWatch

Folder = Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False)]
Once = Annotated[bool, typer.Option("--once", help="Bring the index up to date and end.")]
RemoveMany = Annotated[
    bool,
    typer.Option(
        "--remove-many", help="Most or all files are missing on purpose: remove their documents."
    ),
]


def watch(
    context: typer.Context,
    folder: Folder,
    once: Once = False,
    remove_many: RemoveMany = False,
    data_dir: DataDir = None,
) -> None:
    """Follow a folder: what is new, changed or removed there. / 폴더의 변화를 따라갑니다."""
    from service.assembly import open_documents
    from service.watch_lines import WatchLines
    from service.watching import FolderWatch

    words = wording(os.environ)
    settings = settings_for(context, data_dir)
    with (
        stop_on_signals(lambda: typer.echo(words.stop_asked, err=True)) as stop,
        open_documents(settings) as index,
    ):
        lines = WatchLines(stop, one_line(str(folder)), words)
        follow = FolderWatch(
            index,
            folder,
            lines,
            max_bytes=settings.max_document_bytes,
            remove_many=remove_many,
        )
        if once:
            _once(follow, stop, words)
        else:
            typer.echo(words.watching.format(folder=one_line(str(folder))), err=True)
            follow.look()
            while not stop.wait(follow.pause):
                follow.look()
    if once and stop.asked:
        raise typer.Exit(stop.exit_code)
    if once and lines.trouble:
        raise typer.Exit(1)


def _once(follow: "FolderWatch", stop: Stop, words: Wording) -> None:
    """Two looks, which have to agree about a file."""
    follow.look()
    if stop.wait(follow.pause):
        return
    follow.look()
    if follow.unsettled:
        typer.echo(words.unsettled.format(count=follow.unsettled), err=True)
