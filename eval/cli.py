"""The command `briefing eval`, plugged in through the entry-point group `briefing.commands`.

Nothing heavy is imported before a command runs: `briefing eval --help` has to be instant.
"""

from typing import Any

import typer
from typer.core import TyperGroup

from eval.commands import compare, floors, follow_ups, misses, report, run, trec


class _RunsByDefault(TyperGroup):
    """`briefing eval DATASET` runs an evaluation; the other words are commands of their own."""

    # Typer's releases differ in whose context this is.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """See click's Command."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


command = typer.Typer(
    name="eval",
    help="Score retrieval and answers on a data set, without a judge and without the network.\n\n"
    "`briefing eval DATASET` is short for `briefing eval run DATASET`.\n\n"
    "검색과 답변을 평가 자료로 채점합니다.",
    cls=_RunsByDefault,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
command.command("run")(run.run)
command.command("compare")(compare.compare_results)
command.command("misses")(misses.list_misses)
command.command("report")(report.write_report)
command.command("floors")(floors.check_floors)
command.command("follow-ups")(follow_ups.score_follow_ups)
command.command("score-run")(trec.score_run)
command.command("write-run")(trec.write_run)
