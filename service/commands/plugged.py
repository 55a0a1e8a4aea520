"""Commands that other packages plug in through the entry-point group `briefing.commands`."""

import importlib.metadata
import os

import typer

from service.commands.options import Given
from service.errors import CommandUnavailable

GROUP = "briefing.commands"


def add_plugged(app: typer.Typer) -> None:
    """Put a command into `app` for every entry point, without importing any of them yet."""
    for entry in sorted(importlib.metadata.entry_points(group=GROUP), key=lambda one: one.name):
        _add(app, entry)


def _add(app: typer.Typer, entry: importlib.metadata.EntryPoint) -> None:
    # Everything after the name, `--help` too, belongs to the plugged command.
    raw = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
    summary = f"Provided by {entry.module}; `briefing {entry.name} --help` tells more."

    @app.command(entry.name, help=summary, context_settings=raw, add_help_option=False)
    def run(context: typer.Context) -> None:
        given: Given = context.obj
        if given.data_dir is not None:
            from service.settings import variable

            # The plugged command reads its own settings, and reads them from the environment.
            os.environ[variable("data_dir")] = str(given.data_dir)
        _load(entry)(args=context.args, prog_name=context.command_path)


def _load(entry: importlib.metadata.EntryPoint) -> typer.Typer:
    """Import a plugged command. Raises `CommandUnavailable` when that fails."""
    try:
        found = entry.load()
    except (ImportError, AttributeError) as error:
        raise CommandUnavailable(
            f"`briefing {entry.name}` could not be loaded: {error}; "
            f"is the extra installed? pip install 'briefing-qa[{entry.name}]'"
        ) from error
    if not isinstance(found, typer.Typer):
        raise CommandUnavailable(
            f"{entry.value} is a {type(found).__name__}; expected a typer.Typer"
        )
    return found
