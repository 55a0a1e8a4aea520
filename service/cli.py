"""The command `briefing`.

Nothing heavy is imported before a command needs it: `briefing --help` has to be instant.
"""

import os
import sys

import typer

from ingest.errors import BriefingError
from service.commands import (
    aliases,
    checking,
    copies,
    documents,
    keys,
    mcp,
    questions,
    serving,
    watching,
)
from service.commands.options import DataDir, Given
from service.commands.plugged import add_plugged
from service.failures import exit_code, failure_line

app = typer.Typer(
    name="briefing",
    help="Ask a folder of briefings a question in Korean or English; get verbatim citations.\n\n"
    "브리핑 자료에 한국어나 영어로 물으면 원문 그대로의 인용으로 답합니다.",
    no_args_is_help=True,
    add_completion=False,
    # Plain help and errors: they read the same in a terminal, a log and a screen reader.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def common(context: typer.Context, data_dir: DataDir = None) -> None:
    """Take what may stand before the sub-command."""
    context.obj = Given(data_dir)


app.command("ingest")(documents.ingest)
app.command("watch")(watching.watch)
app.command("list")(documents.list_documents)
app.command("show")(documents.show)
app.command("aliases")(aliases.list_aliases)
app.command("remove")(documents.remove)
app.command("search")(questions.search)
app.command("ask")(questions.ask)
app.command("serve")(serving.serve)
app.command("mcp")(mcp.mcp)
app.command("rebuild")(documents.rebuild)
app.command("check")(checking.check)
app.command("export")(copies.export)
app.command("import")(copies.import_file)
app.command("backup")(copies.backup)
app.command("restore")(copies.restore)
app.add_typer(keys.app, name="keys")


def main() -> None:
    """Run the command line; a named error is one line on standard error and an exit code."""
    add_plugged(app)
    try:
        app()
    except BriefingError as error:
        typer.echo(failure_line(error, os.environ), err=True)
        sys.exit(exit_code(error))
