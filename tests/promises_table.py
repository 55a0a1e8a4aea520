"""A soak run's report as a table for people: `python -m tests.promises_table REPORT [--into PAGE]`.

Between the marks of a page the table replaces the one before; without a page it is printed.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- soak:begin -->", "<!-- soak:end -->"

Result = Mapping[str, Any]


def table(report: Mapping[str, Any]) -> str:
    """Markdown: a line on the run, then a row for each test, its cases taken together."""
    cases: dict[tuple[int, str], list[Result]] = defaultdict(list)
    for name, result in report["tests"].items():
        cases[result["promise"], name.partition("[")[0]].append(result)
    minutes = sum(result["seconds"] for result in report["tests"].values()) / 60
    lines = [
        f"Commit `{report['commit']}`, seed {report['seed']}, {minutes:.0f} minutes.",
        "",
        "| promise | test | what was counted | outcome | seconds |",
        "| ---: | --- | --- | --- | ---: |",
    ]
    for (promise, name), results in sorted(cases.items()):
        cells = (str(promise), f"`{name}`", _counted(results), _outcome(results), _seconds(results))
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def put_into(page: Path, report_table: str) -> None:
    """Replace what stands between the marks of a page. Raises ValueError without the marks."""
    head, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page}: has no {BEGIN} ... {END} to put the table between")
    page.write_text(f"{head}{BEGIN}\n{report_table}{END}{tail}", encoding="utf-8")


def _counted(results: Sequence[Result]) -> str:
    total: Counter[str] = Counter()
    for result in results:
        total.update(result["counted"])
    return ", ".join(f"{number:,} {what}" for what, number in total.items())


def _outcome(results: Sequence[Result]) -> str:
    """How a test's cases ended: in a word, or how many in which way; and a reason where one is."""
    outcomes = Counter(result["outcome"] for result in results)
    reasons = {result["outcome"]: result.get("reason") for result in results}
    said = [
        f"{number} {outcome}" + (f" ({reason})" if (reason := reasons[outcome]) else "")
        for outcome, number in outcomes.items()
    ]
    return said[0].partition(" ")[2] if len(said) == 1 else ", ".join(said)


def _seconds(results: Sequence[Result]) -> str:
    return f"{sum(result['seconds'] for result in results):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--into", type=Path, metavar="PAGE")
    asked = parser.parse_args()
    made = table(json.loads(asked.report.read_text(encoding="utf-8")))
    if asked.into is None:
        sys.stdout.write(made)
    else:
        put_into(asked.into, made)


if __name__ == "__main__":
    main()
