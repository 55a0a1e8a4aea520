"""The command that makes results readable."""

from pathlib import Path
from typing import Annotated

import typer

Results = Annotated[
    list[Path], typer.Argument(help="Results that were written with --output.", metavar="RESULT...")
]
Page = Annotated[
    Path, typer.Option("--output", help="The page to write: .html, or .md for tables alone.")
]


def write_report(results: Results, output: Page = Path("report.html")) -> None:
    """Write results as one page with tables and plots, which needs no network.

    결과를 표와 그림이 있는 한 쪽으로 만듭니다.
    """
    from eval.report import html_report, markdown_report
    from eval.result import read

    found = [read(path) for path in results]
    make = markdown_report if output.suffix == ".md" else html_report
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(make(found), encoding="utf-8")
    typer.echo(f"written to {output}", err=True)
