"""`export`, `import`, `backup` and `restore`: the commands that copy a collection."""

import os
import sys
from collections import Counter
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import DataDir, settings_for
from service.rendering import one_line
from service.stopping import Stop, stop_on_signals
from service.wording import wording

if TYPE_CHECKING:
    from index.corpus import Index
    from index.exported import ExportFile

Exported = Annotated[
    Path, typer.Argument(metavar="[DEST|-]", help="A file, or - for standard output.")
]
ExportedFile = Annotated[Path, typer.Argument(metavar="FILE", help="What `export` has written.")]
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


def import_file(context: typer.Context, source: ExportedFile, data_dir: DataDir = None) -> None:
    """Store the documents of an export. / 내보낸 문서를 가져옵니다."""
    from index.exported import ExportFile
    from service.assembly import open_documents

    words = wording(os.environ)
    settings = settings_for(context, data_dir)
    path = source.expanduser().absolute()
    exported = ExportFile(path)
    with (
        stop_on_signals(lambda: typer.echo(words.stop_asked, err=True)) as stop,
        open_documents(settings) as index,
    ):
        stored, passed = _import(index, exported, stop)
        if exported.aliases is not None and not index.adopt_aliases(exported.aliases):
            typer.echo(words.aliases_kept, err=True)
    typer.echo(words.imported.format(stored=stored, passed=passed, path=one_line(str(path))))
    if stop.asked:
        raise typer.Exit(stop.exit_code)


def _import(index: "Index", exported: "ExportFile", stop: Stop) -> tuple[int, int]:
    """How many documents were stored, and how many were there, under their ids or another."""
    from index.records import ChangeKind
    from service.progress import progress_bar

    became: Counter[ChangeKind] = Counter()
    going_on = takewhile(lambda _: not stop.asked, exported)
    with progress_bar(wording(os.environ).importing, shown=sys.stderr.isatty()) as advance:
        for change in index.take_over(going_on):
            became[change.kind] += 1
            advance(became.total(), exported.documents, one_line(change.source))
    passed = became[ChangeKind.UNCHANGED] + became[ChangeKind.KNOWN]
    return became.total() - passed, passed


def backup(context: typer.Context, dest: NewFolder, data_dir: DataDir = None) -> None:
    """Copy everything while the service goes on. / 서비스를 멈추지 않고 백업합니다."""
    from index.backup import back_up
    from index.directory import DataDirectory
    from service.jobs.folder import JobFolder

    source = settings_for(context, data_dir).data_dir
    path = dest.expanduser().absolute()
    jobs = JobFolder(DataDirectory(source).jobs)
    manifest = back_up(source, path, lambda folder: jobs.copy_to(DataDirectory(folder).jobs))
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
