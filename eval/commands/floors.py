"""The command that holds a result to the floors, and sets them."""

from typing import Annotated

import typer

from eval.commands.options import ResultPath

Set = Annotated[bool, typer.Option("--set", help="Take new floors from the result.")]
Lower = Annotated[bool, typer.Option("--lower", help="With --set: let floors fall.")]


def check_floors(result: ResultPath, set_them: Set = False, lower: Lower = False) -> None:
    """Hold a result to the floors of its set; exit status 1 when it has fallen below one.

    결과가 정해 둔 하한을 지키는지 확인합니다.
    """
    from eval.floors import check, put
    from eval.result import read

    made = read(result)
    if set_them:
        for measure, floor in put(made, lower=lower).items():
            typer.echo(f"{measure}\t{floor}")
        return
    broken = check(made)
    for one in broken:
        found = "nothing" if one.found is None else f"{one.found:.4f}"
        typer.echo(f"{one.measure}: {found}, floor {one.floor:.4f}", err=True)
    if broken:
        raise typer.Exit(1)
    typer.echo(f"{made['set']}: no floor is broken")
