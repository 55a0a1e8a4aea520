"""`keys`: who may use the HTTP API."""

import os
from typing import Annotated

import typer

from service.commands.options import DataDir, Json, settings_for
from service.wording import wording

app = typer.Typer(
    help="Make, list and revoke the keys of the HTTP API. / HTTP API의 키를 만들고 폐기합니다.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")]
NameOrId = Annotated[str, typer.Argument(metavar="NAME|ID", help="As `list` shows it.")]
ScopeName = Annotated[
    str, typer.Option("--scope", metavar="read|write", help="Ask and read, or everything.")
]


@app.command("create")
def create(
    context: typer.Context,
    name: Name,
    scope: ScopeName = "read",
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Make a key and print its secret, this once. / 키를 만들고 한 번만 보여 줍니다."""
    from service.keys.key import MAX_NAME_CHARS, Scope, is_name
    from service.keys.key_file import KeyFile

    if scope not in set(Scope):
        raise typer.BadParameter(f"{scope!r} is neither read nor write", param_hint="--scope")
    if not is_name(name):
        raise typer.BadParameter(
            f"{name!r} is not one printable line of at most {MAX_NAME_CHARS} characters"
        )
    words = wording(os.environ)
    file = KeyFile(settings_for(context, data_dir).data_dir)
    key, secret = file.create(name, Scope(scope))
    if as_json:
        from service.json_output import new_key_json

        typer.echo(new_key_json(key, secret))
        return
    typer.echo(secret)
    typer.echo(words.key_created.format(name=key.name, scope=key.scope), err=True)


@app.command("list")
def list_keys(context: typer.Context, data_dir: DataDir = None, as_json: Json = False) -> None:
    """List the keys, without their secrets. / 키를 보여 줍니다."""
    from service.keys.key_file import KeyFile

    words = wording(os.environ)
    file = KeyFile(settings_for(context, data_dir).data_dir)
    keys = file.read()
    if as_json:
        from service.json_output import keys_json

        typer.echo(keys_json(keys or ()))
        return
    for key in keys or ():
        made = key.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        typer.echo("\t".join((key.key_id, key.scope, made, key.name)))
    if keys is None:
        typer.echo(words.no_keys, err=True)
    elif not keys:
        typer.echo(words.all_revoked.format(path=file.path), err=True)


@app.command("revoke")
def revoke(context: typer.Context, wanted: NameOrId, data_dir: DataDir = None) -> None:
    """Take a key away; a running service notices. / 키를 폐기합니다."""
    from service.keys.key_file import KeyFile

    words = wording(os.environ)
    file = KeyFile(settings_for(context, data_dir).data_dir)
    key, left = file.revoke(wanted)
    typer.echo(words.key_revoked.format(name=key.name, key_id=key.key_id))
    if not left:
        typer.echo(words.all_revoked.format(path=file.path), err=True)
