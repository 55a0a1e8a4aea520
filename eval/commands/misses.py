"""The command that lists what went wrong."""

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import (
    DatasetPath,
    Fold,
    Json,
    KindOption,
    Limit,
    WorkDir,
    named,
    prepared,
    track,
)
from eval.kinds import Kind

Measure = Annotated[
    str,
    typer.Option(
        "--measure", help="List the questions without a full score in this one.", callback=named
    ),
]
After = Annotated[
    Path | None,
    typer.Option("--result", help="Ask only the questions that went wrong in this result."),
]


def list_misses(
    dataset: DatasetPath,
    measure: Measure = "gold_cited",
    kind: KindOption = Kind.AUTO,
    limit: Limit = None,
    fold: Fold = None,
    result: After = None,
    work_dir: WorkDir = None,
    as_json: Json = False,
) -> None:
    """List the questions that went wrong: what should have come, what came, and the rank of the
    right document in every part of the search.

    틀린 문항을 정답, 실제 답, 검색 단계별 순위와 함께 보입니다.
    """
    import dataclasses
    import json

    from eval.metrics import MEASURES
    from eval.misses import as_text, misses
    from eval.result import read
    from eval.score import Plan, score_here

    settings, work = prepared(work_dir)
    retrieval = measure in MEASURES
    plan = Plan(dataset, kind, fold=fold, limit=limit, answers=not retrieval, ablations=True)
    only = None if result is None else failed(read(result), measure)
    done = score_here(plan, settings, work, track, only)
    found = misses(done.dataset, done.replies, measure)
    if as_json:
        lines = [json.dumps(dataclasses.asdict(m), ensure_ascii=False, default=str) for m in found]
        typer.echo("\n".join(lines))
    else:
        typer.echo("\n\n".join(as_text(miss) for miss in found))
    typer.echo(f"{len(found)} of {len(done.replies)} questions", err=True)
    done.finish()


def failed(result: dict[str, object], measure: str) -> frozenset[str]:
    """The questions of a result without a full score in a measure. Raises ResultError when the
    result has no such measure."""
    from eval.answer_scores import LOWER_IS_BETTER
    from eval.errors import ResultError
    from eval.result import PER_QUESTION

    columns = result[PER_QUESTION]
    if not isinstance(columns, dict) or measure not in columns:
        raise ResultError(f"the result has no measure {measure!r}")
    right = 0 if measure in LOWER_IS_BETTER else 1
    pairs = zip(columns["id"], columns[measure], strict=True)
    return frozenset(name for name, value in pairs if value is not None and value != right)
