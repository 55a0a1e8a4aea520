"""`serve`: the HTTP service and the chat page."""

import os
from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import DataDir, settings_for
from service.wording import wording

Host = Annotated[str | None, typer.Option("--host", help="Address to serve on (127.0.0.1).")]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="Port to serve on (8000).")
]
WatchDir = Annotated[
    Path | None,
    typer.Option("--watch", metavar="DIR", help="Follow this folder's files, as `watch` does."),
]

ReadOnly = Annotated[
    bool | None,
    typer.Option("--read-only", help="Answer beside the process that writes; store nothing."),
]


def serve(
    context: typer.Context,
    host: Host = None,
    port: Port = None,
    watch_dir: WatchDir = None,
    read_only: ReadOnly = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the chat page and the HTTP API. / 대화 화면과 HTTP API를 엽니다."""
    from service.serving import serve as run

    words = wording(os.environ)
    settings = settings_for(
        context, data_dir, host=host, port=port, watch_dir=watch_dir, read_only=read_only
    )
    typer.echo(words.loading, err=True)
    run(settings, lambda url: typer.echo(words.serving.format(url=url)))
