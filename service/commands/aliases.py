"""`aliases`: the abbreviations a collection knows, and where it has them from."""

import os

import typer

from service.commands.options import DataDir, Json, Limit, Offset, settings_for
from service.wording import wording


def list_aliases(
    context: typer.Context,
    limit: Limit = 100,
    offset: Offset = 0,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """List abbreviations and who defines them. / 줄임말과 그것을 정의한 문서를 보여 줍니다."""
    from service.assembly import open_documents
    from service.rendering import alias_lines

    words = wording(os.environ)
    with open_documents(settings_for(context, data_dir), read_only=True) as index:
        aliases, total = index.listed_aliases(limit, offset)
    if as_json:
        from service.json_output import aliases_json

        typer.echo(aliases_json(aliases, total=total, limit=limit, offset=offset))
        return
    for alias in aliases:
        for line in alias_lines(alias, words):
            typer.echo(line)
    if not total:
        typer.echo(words.no_aliases, err=True)
    elif len(aliases) < total:
        typer.echo(words.more_aliases.format(shown=len(aliases), total=total), err=True)
