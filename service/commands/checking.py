"""`check`: whether what is derived is what the documents give, and making it so."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import DataDir, Json, settings_for
from service.wording import wording

if TYPE_CHECKING:
    from index.findings import Finding
    from service.settings import Settings

Repair = Annotated[
    bool, typer.Option("--repair", help="Make again what is derived; documents stay as they are.")
]


def check(
    context: typer.Context, repair: Repair = False, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Check the stored data against themselves. / 저장된 것이 서로 맞는지 확인합니다."""
    from index.checking import check as found_in
    from service.finding_lines import finding_line

    words = wording(os.environ)
    settings = settings_for(context, data_dir)
    findings = []
    for one in found_in(settings.data_dir):
        findings.append(one)
        if not as_json:
            typer.echo(finding_line(one, words))
    left = findings
    if repair and any(one.repairable for one in findings):
        _repair(settings, findings)
        left = list(found_in(settings.data_dir))
        for one in left:
            typer.echo(finding_line(one, words), err=True)
    if as_json:
        from service.json_output import findings_json

        typer.echo(findings_json(findings, left))
    said = words.checked_well if not left else words.checked_badly
    typer.echo(said.format(found=len(findings), left=len(left)), err=True)
    if left:
        raise typer.Exit(1)


def _repair(settings: "Settings", findings: "list[Finding]") -> None:
    from service.assembly import open_documents
    from service.progress import progress_bar

    words = wording(os.environ)
    again = dict.fromkeys(one.doc_id for one in findings if one.doc_id and one.analysed)
    with (
        open_documents(settings) as index,
        progress_bar(words.rebuilding, shown=sys.stderr.isatty()) as advance,
    ):
        index.repair(again, advance)
