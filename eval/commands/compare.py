"""The command that compares two results."""

from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.options import Json, ResultPath, named

if TYPE_CHECKING:
    from eval.compare import Comparison

Measure = Annotated[
    str | None,
    typer.Option(
        "--measure", help="Also list the questions that changed in this one.", callback=named
    ),
]


def compare_results(
    before: ResultPath, after: ResultPath, measure: Measure = None, as_json: Json = False
) -> None:
    """Compare two results of the same questions; exit status 1 when the second is worse.

    두 결과를 문항 단위로 비교합니다.
    """
    import dataclasses
    import json

    from eval.compare import compare
    from eval.result import read
    from eval.table import aligned

    found = compare(read(before), read(after))
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
    else:
        rows = [
            [
                one.measure,
                str(one.n),
                f"{one.before:.3f}",
                f"{one.after:.3f}",
                f"{one.after - one.before:+.3f}",
                f"{one.p:.4f}",
                str(len(one.better)),
                str(len(one.worse)),
            ]
            for one in found.differences
        ]
        head = ["measure", "n", "before", "after", "change", "p", "better", "worse"]
        typer.echo(aligned([head, *rows]))
        _changed(found, measure)
    if found.losses:
        typer.echo(f"worse by more than chance: {', '.join(found.losses)}", err=True)
        raise typer.Exit(1)


def _changed(found: "Comparison", measure: str | None) -> None:
    for one in found.differences:
        if one.measure == measure:
            typer.echo(f"\n{measure} better: {' '.join(one.better) or '-'}")
            typer.echo(f"{measure} worse:  {' '.join(one.worse) or '-'}")
            return
    if measure is not None:
        typer.echo(f"\n{measure}: no question has it in both results")
