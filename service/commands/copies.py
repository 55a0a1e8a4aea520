"""`export`, `backup` and `restore`: the commands that copy a collection."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import DataDir, settings_for
from service.rendering import one_line
from service.wording import wording

Exported = Annotated[
    Path, typer.Argument(metavar="[DEST|-]", help="A file, or - for standard output.")
]
NewFolder = Annotated[Path, typer.Argument(metavar="DEST", help="A folder to be made.")]
BackupFolder = Annotated[Path, typer.Argument(metavar="SOURCE", help="What `backup` has made.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Move what is in the data directory into a folder there.")
]
_STANDARD_OUTPUT = Path("-")


def export(
    context: typer.Context, dest: Exported = _STANDARD_OUTPUT, data_dir: DataDir = None
) -> None:
    """Write all documents as JSON Lines. / 모든 문서를 JSON Lines로 내보냅니다."""
    from index.exporting import export as lines_of
    from index.files import named_errors, replacing

    lines = lines_of(settings_for(context, data_dir).data_dir)
    if dest == _STANDARD_OUTPUT:
        sys.stdout.buffer.writelines(lines)
        return
    path = dest.expanduser().absolute()
    with named_errors(path), replacing(path) as file:
        file.writelines(lines)
    typer.echo(wording(os.environ).exported.format(path=one_line(str(path))), err=True)


def backup(context: typer.Context, dest: NewFolder, data_dir: DataDir = None) -> None:
    """Copy everything while the service goes on. / 서비스를 멈추지 않고 백업합니다."""
    from index.backup import back_up
    from service.jobs.folder import JobFolder

    source = settings_for(context, data_dir).data_dir
    path = dest.expanduser().absolute()
    jobs = JobFolder(source / "jobs")
    manifest = back_up(source, path, lambda folder: jobs.copy_to(folder / "jobs"))
    said = wording(os.environ).backed_up
    typer.echo(said.format(documents=manifest.documents, path=one_line(str(path))))


def restore(
    context: typer.Context, source: BackupFolder, replace: Replace = False, data_dir: DataDir = None
) -> None:
    """Put a backup in the data directory's place. / 백업을 되살립니다."""
    from index.restoring import restore as put_back

    target = settings_for(context, data_dir).data_dir
    manifest = put_back(source.expanduser().absolute(), target, replace=replace)
    said = wording(os.environ).restored
    typer.echo(said.format(documents=manifest.documents, path=one_line(str(target))))
