"""The command that scores a data set, or every known set of a folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval.commands.options import (
    DatasetPath,
    Fold,
    Json,
    KindOption,
    Limit,
    Name,
    WorkDir,
    given,
    prepared,
    track,
)
from eval.kinds import Kind

if TYPE_CHECKING:
    from eval.result import Result
    from eval.score import Plan, Run
    from eval.suite import Row
    from service.settings import Settings

Output = Annotated[
    Path | None,
    typer.Option("--output", help="Write the result there; a folder gets a file named by set."),
]
NoAnswers = Annotated[bool, typer.Option("--no-answers", help="Score retrieval alone.")]
Details = Annotated[
    Path | None, typer.Option("--details", help="Write every question's scores there, as JSONL.")
]
Ablations = Annotated[
    bool, typer.Option("--ablations", help="Rank by parts of the search alone, too.")
]
Absent = Annotated[
    bool,
    typer.Option(
        "--absent", help="Ask every question once more as if its article had never been stored."
    ),
]
Into = Annotated[
    Path | None,
    typer.Option("--into", help="Put the table of a folder of sets into this page."),
]

Url = Annotated[
    str | None, typer.Option("--url", help="Score the service there, not the code here.")
]
Upload = Annotated[
    bool, typer.Option("--upload", help="With --url: send the documents that it lacks.")
]
ApiKey = Annotated[
    str | None,
    typer.Option("--api-key", envvar="API_KEY", help="With --url: sent as a bearer token."),
]

# A folder of sets is a table whose rows say themselves what is asked and how.
_OF_A_FOLDER = frozenset({"dataset", "output", "work_dir", "into"})
_OF_A_SERVICE = frozenset({"upload", "api_key"})


def run(
    context: typer.Context,
    dataset: DatasetPath,
    kind: KindOption = Kind.AUTO,
    output: Output = None,
    as_json: Json = False,
    limit: Limit = None,
    work_dir: WorkDir = None,
    no_answers: NoAnswers = False,
    name: Name = None,
    details: Details = None,
    fold: Fold = None,
    ablations: Ablations = False,
    absent: Absent = False,
    into: Into = None,
    url: Url = None,
    upload: Upload = False,
    api_key: ApiKey = None,
) -> None:
    """Score retrieval and answers on a data set, without a judge and without the network.

    A folder of known sets is scored set by set, as one table. 검색과 답변을 평가 자료로 채점합니다.
    """
    from eval import suite
    from eval.details import write_details
    from eval.result import to_json, write
    from eval.score import Plan, Service, score_here, score_there
    from eval.table import as_table

    folder = suite.is_suite(dataset)
    for option, spelt in given(context).items():
        reason = _passed_over(option, folder=folder, service=url is not None)
        if reason:
            raise typer.BadParameter(f"{spelt} {reason}")
    settings, work = prepared(work_dir)
    for path in (output, details):
        if path is not None:  # found out now rather than after minutes of work
            path.parent.mkdir(parents=True, exist_ok=True)
    if folder:
        _run_suite(dataset, settings, work, output or Path("benchmarks/results"), into)
        return
    asked = {"answers": not no_answers, "ablations": ablations, "absent": absent}
    plan = Plan(dataset, kind, name, fold, limit, **asked)
    if url is None:
        done = score_here(plan, settings, work, track)
    else:
        done = score_there(plan, Service(url, api_key, upload), work, track)
    typer.echo(to_json(done.result) if as_json else as_table(done.result), nl=not as_json)
    if output is not None:
        typer.echo(f"written to {write(done.result, output)}", err=True)
    if details is not None:
        write_details(done, details)
    done.finish()


def _passed_over(option: str, *, folder: bool, service: bool) -> str | None:
    """Why an option would change nothing here; None where it does."""
    if folder and option not in _OF_A_FOLDER:
        return "is for a single set, and DATASET is a folder of sets"
    if not service and option in _OF_A_SERVICE:
        return "needs --url"
    if service and option == "ablations":
        return "ranks by parts of the search here, and --url asks a service"
    if service and option == "absent":
        return "leaves documents out here, and --url asks a service"
    return None


def _run_suite(
    folder: Path, settings: "Settings", work: Path, output: Path, into: Path | None
) -> None:
    """Score every set that is there; only when all are done are the journals forgotten."""
    from eval import suite
    from eval.completion import completion_figures, load_canard
    from eval.result import write
    from eval.score import score_here

    runs: list[Run] = []
    rows: list[tuple[Row, Result]] = []

    def score(plan: "Plan", changed: Mapping[str, Any]) -> "Result":
        runs.append(score_here(plan, settings.model_copy(update=dict(changed)), work, track))
        return runs[-1].result

    def done(row: "Row", result: "Result") -> None:
        rows.append((row, result))
        typer.echo(f"{row.label}: {write(result, output)}", err=True)

    output.mkdir(parents=True, exist_ok=True)
    for missing in suite.run(folder, score, done):
        typer.echo(f"left out, not there: {folder / missing}", err=True)
    table = suite.markdown(rows)
    if (folder / suite.CANARD).exists():
        items = load_canard(folder / suite.CANARD)
        table += "\n" + suite.completions(completion_figures(items), len(items))
    typer.echo(table, nl=False)
    if into is not None:
        suite.put_into(into, table)
    for one in runs:
        one.finish()
