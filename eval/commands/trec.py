"""The commands that score another system's run and write ours in TREC's form."""

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import DatasetPath, Json, KindOption, Limit, WorkDir, prepared, track
from eval.kinds import Kind

RunPath = Annotated[
    Path, typer.Argument(help="Six columns, as trec_eval reads them.", metavar="RUN")
]


def score_run(
    dataset: DatasetPath, run: RunPath, kind: KindOption = Kind.AUTO, as_json: Json = False
) -> None:
    """Score a run file of any system on a data set; nothing is searched.

    다른 검색기의 TREC 실행 결과를 채점합니다.
    """
    import dataclasses

    from eval.asking import Options
    from eval.indexing import Filled
    from eval.result import Subject, result, to_json
    from eval.score import Plan, dataset_of
    from eval.table import as_table
    from eval.trec_run import read_run, replies_of, unjudged

    found, ranked = dataset_of(Plan(dataset, kind)), read_run(run)
    replies = replies_of(ranked, found)
    left_out = {**found.exclusions, **unjudged(ranked, found)}
    found = dataclasses.replace(found, exclusions=left_out)
    made = result(found, replies, Subject(run.name, None, Filled(0, 0)), Options())
    typer.echo(to_json(made) if as_json else as_table(made), nl=not as_json)


def write_run(
    dataset: DatasetPath,
    run: RunPath,
    kind: KindOption = Kind.AUTO,
    limit: Limit = None,
    work_dir: WorkDir = None,
) -> None:
    """Search for every question of a data set and write the rankings as a run file.

    검색 결과를 TREC 형식으로 저장합니다.
    """
    from eval.score import Plan, score_here
    from eval.trec_run import run_text

    settings, work = prepared(work_dir)
    done = score_here(Plan(dataset, kind, limit=limit, answers=False), settings, work, track)
    rankings = {reply.id: reply.ranking or () for reply in done.replies}
    run.write_text(run_text(rankings, "briefing-qa"), encoding="utf-8")
    done.finish()
    typer.echo(f"written to {run}", err=True)
