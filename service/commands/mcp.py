"""`mcp`: the stored documents as tools for a client of the Model Context Protocol."""

import os
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import DataDir, settings_for
from service.errors import CommandUnavailable
from service.wording import wording

if TYPE_CHECKING:
    from service.mcp.library import Library
    from service.settings import Settings

Http = Annotated[
    bool, typer.Option("--http", help="Serve over HTTP on 127.0.0.1 and not standard input/output.")
]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Port to serve HTTP on; 0 picks a free one.")
]
Url = Annotated[
    str | None, typer.Option("--url", help="Ask a running service, and open no index here.")
]
ApiKey = Annotated[
    str | None,
    typer.Option("--api-key", envvar="API_KEY", help="With --url: sent as a bearer token."),
]


def mcp(
    context: typer.Context,
    http: Http = False,
    port: Port = 8001,
    url: Url = None,
    api_key: ApiKey = None,
    data_dir: DataDir = None,
) -> None:
    """Offer the documents to an MCP client. / MCP 클라이언트에 자료를 도구로 제공합니다."""
    if url is not None and data_dir is not None:
        raise typer.BadParameter("give --url or --data-dir, not both")
    try:
        from service.mcp.server import run_http, run_stdio
    except ModuleNotFoundError as error:
        raise CommandUnavailable(
            f"`briefing mcp` could not be loaded: {error}; "
            "is the extra installed? pip install 'briefing-qa[mcp]'"
        ) from error
    settings = settings_for(context, data_dir)
    with closing(_library(settings, url, api_key)) as library:
        if http:
            said = wording(os.environ).serving
            run_http(
                library,
                port,
                settings.shutdown_seconds,
                lambda url: typer.echo(said.format(url=url), err=True),
            )
        else:
            run_stdio(library)


def _library(settings: "Settings", url: str | None, api_key: str | None) -> "Library":
    if url is None:
        from service.mcp.library import LocalLibrary

        return LocalLibrary(settings)
    from service.client import Briefings

    return Briefings(url, api_key)
