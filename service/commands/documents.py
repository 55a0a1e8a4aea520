"""`ingest`, `list`, `show`, `remove` and `rebuild`: the commands that work on documents."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import DataDir, Json, Limit, Offset, settings_for
from service.rendering import one_line
from service.stopping import Stop, stop_on_signals
from service.wording import wording

if TYPE_CHECKING:
    from index.corpus import Index
    from service.outcomes import Report
    from service.wording import Wording

Inputs = Annotated[
    list[str], typer.Argument(metavar="PATH_OR_URL...", help="Files, folders or URLs.")
]
DocId = Annotated[str, typer.Argument(metavar="DOC_ID", help="As `list` shows it.")]
DocIds = Annotated[list[str], typer.Argument(metavar="DOC_ID...", help="As `list` shows them.")]
Analyse = Annotated[
    bool,
    typer.Option("--analyse", help="Find sentences, names, days and who said what anew, too."),
]
OnlyDropped = Annotated[
    bool, typer.Option("--dropped", help="Show what cleaning took out instead, and why.")
]


def ingest(
    context: typer.Context, inputs: Inputs, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Read files, folders and URLs and store them. / 파일·폴더·주소를 읽어 넣습니다."""
    from service.assembly import open_documents

    words = wording(os.environ)
    settings = settings_for(context, data_dir)
    with (
        stop_on_signals(lambda: typer.echo(words.stop_asked, err=True)) as stop,
        open_documents(settings) as index,
    ):
        report = _ingest(index, inputs, settings.max_document_bytes, stop, words)
    _print_report(report, words, as_json=as_json)
    if report.stopped:
        raise typer.Exit(stop.exit_code)
    if report.failed:
        raise typer.Exit(1)


def _ingest(
    index: "Index", inputs: list[str], max_bytes: int, stop: Stop, words: "Wording"
) -> "Report":
    from ingest.fetch import count
    from service.ingesting import Watcher, ingest
    from service.outcomes import Item
    from service.progress import progress_bar

    shown = sys.stderr.isatty()
    total = count(inputs) if shown else 0
    with progress_bar(words.reading, shown=shown) as advance:

        class Shown(Watcher):
            def __init__(self) -> None:
                self.done = 0
                self.now = ""

            def reading(self, source: str) -> None:
                self.now = one_line(source.rpartition("/")[2])
                advance(self.done, max(total, self.done), self.now)

            def ended(self, item: Item) -> None:
                self.done += 1
                advance(self.done, max(total, self.done), self.now)

            def stopping(self) -> bool:
                return stop.asked

        return ingest(index, inputs, Shown(), max_bytes=max_bytes)


def _print_report(report: "Report", words: "Wording", *, as_json: bool) -> None:
    from service.outcomes import Outcome
    from service.rendering import item_line, summary_lines

    for item in report.failed:
        typer.echo(item_line(item, words), err=True)
    if as_json:
        from service.json_output import report_json

        typer.echo(report_json(report))
        return
    for item in report.items:
        if item.status is not Outcome.FAILED:
            typer.echo(item_line(item, words))
    for line in summary_lines(report, words):
        typer.echo(line, err=True)


def list_documents(
    context: typer.Context,
    limit: Limit = 100,
    offset: Offset = 0,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """List the stored documents, newest first. / 저장된 문서를 최신순으로 보여 줍니다."""
    from service.assembly import open_documents
    from service.rendering import document_line

    words = wording(os.environ)
    with open_documents(settings_for(context, data_dir), read_only=True) as index:
        documents, total = index.documents(limit, offset), index.count()
    if as_json:
        from service.json_output import documents_json

        typer.echo(documents_json(documents, total=total, limit=limit, offset=offset))
        return
    for document in documents:
        typer.echo(document_line(document, words))
    if not total:
        typer.echo(words.no_documents, err=True)
    elif len(documents) < total:
        typer.echo(words.more_documents.format(shown=len(documents), total=total), err=True)


def show(
    context: typer.Context,
    doc_id: DocId,
    dropped: OnlyDropped = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Show one document's text and where it came from. / 문서 하나를 보여 줍니다."""
    from service.assembly import open_documents
    from service.rendering import document_lines, dropped_lines

    words = wording(os.environ)
    with open_documents(settings_for(context, data_dir), read_only=True) as index:
        document, quotes = index.document(doc_id), index.quotes(doc_id)
        relations = index.relations(doc_id)
    if as_json:
        from service.json_output import document_json

        typer.echo(document_json(document, quotes, relations))
        return
    lines = (
        dropped_lines(document, words) if dropped else document_lines(document, words, relations)
    )
    for line in lines:
        typer.echo(line)


def remove(
    context: typer.Context, doc_ids: DocIds, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Remove documents; nothing of them is found afterwards. / 문서를 지웁니다."""
    from index.errors import UnknownDocument
    from service.assembly import open_documents
    from service.failures import failure_line

    words = wording(os.environ)
    removed: list[str] = []
    unknown: list[str] = []
    with open_documents(settings_for(context, data_dir)) as index:
        for doc_id in dict.fromkeys(doc_ids):
            try:
                index.remove(doc_id)
                removed.append(doc_id)
            except UnknownDocument as error:
                unknown.append(doc_id)
                typer.echo(failure_line(error, os.environ), err=True)
    if as_json:
        from service.json_output import removal_json

        typer.echo(removal_json(removed, unknown))
    else:
        for doc_id in removed:
            typer.echo(f"{words.removed}\t{doc_id}")
    if unknown:
        raise typer.Exit(1)


def rebuild(
    context: typer.Context,
    data_dir: DataDir = None,
    analyse: Analyse = False,
    as_json: Json = False,
) -> None:
    """Build the search structures again from the stored documents. / 색인을 다시 만듭니다."""
    from service.assembly import open_documents
    from service.progress import progress_bar

    words = wording(os.environ)
    with open_documents(settings_for(context, data_dir)) as index:
        with progress_bar(words.rebuilding, shown=sys.stderr.isatty()) as advance:
            if analyse:
                index.analyse_again(advance)
            else:
                index.rebuild(advance)
        status = index.status()
    if as_json:
        from service.json_output import status_json

        typer.echo(status_json(status))
        return
    typer.echo(words.rebuilt.format(documents=status.documents, passages=status.passages))
