"""The command that scores how follow-ups are completed."""

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Json, Limit

CanardPath = Annotated[Path, typer.Argument(help="CANARD's JSON.", metavar="FILE")]


def score_follow_ups(file: CanardPath, limit: Limit = None, as_json: Json = False) -> None:
    """Compare completed follow-ups with what people made of them.

    이어지는 질문의 보완을 사람이 쓴 질문과 비교합니다.
    """
    import json

    from eval.completion import completion_figures, load_canard
    from eval.suite import completions

    items = load_canard(file, limit)
    found = completion_figures(items)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        typer.echo(completions(found, len(items)), nl=False)
