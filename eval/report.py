"""Results as something to read: one HTML page that needs nothing else, or Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from eval import metrics, plots
from eval.intervals import interval
from eval.provenance import Commit
from eval.result import PER_QUESTION, Result

# The measures that are drawn; the tables have all.
_HEADLINE = (
    "R@1",
    "R@10",
    "MRR@10",
    "nDCG@10",
    "right_sentence@1",
    "right_sentence@3",
    "gold_cited",
    "answer_f1",
    "speaker_accuracy",
    "addressee_accuracy",
    "wrong_speaker",
    "refused_unanswerable",
    "refused_answerable",
)
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5dae0; --soft: #f4f6f8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --paper: #14171b; --line: #363c44; --soft: #1d2127; } }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; color: var(--ink);
  background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid var(--line); }
th[scope=row], td:first-child, th:first-child { text-align: left; }
thead th { background: var(--soft); }
.scroll { overflow-x: auto; margin: 1rem 0; }
figure { margin: 0; max-width: 100%; overflow-x: auto; }
figcaption { font-weight: 600; font-size: .9rem; }
svg { min-width: 24rem; max-width: 100%; height: auto; }
.side { display: flex; flex-wrap: wrap; gap: 2rem; }
"""

Table = tuple[str, list[str], list[list[str]]]
"""Caption, heading, rows; the first cell of a row is its name."""


def html_report(results: Sequence[Result]) -> str:
    """One self-contained page. Raises MissingExtra without matplotlib."""
    sections = "\n".join(_html_section(result) for result in results)
    names = ", ".join(result["set"] for result in results)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>Evaluation: {escape(names)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>Evaluation</h1>\n{sections}\n</body>\n</html>\n"
    )


def markdown_report(results: Sequence[Result]) -> str:
    """The same tables in Markdown."""
    parts = ["# Evaluation"]
    for result in results:
        parts.append(f"## {_plain(result['set'])}")
        parts.extend(_markdown_table(*table) for table in _tables(result))
    return "\n\n".join(parts) + "\n"


def _html_section(result: Result) -> str:
    first, *others = (_html_table(*table) for table in _tables(result))
    drawn = "\n".join(_plots(result))
    rest = "\n".join(others)
    return (
        f"<section>\n<h2>{escape(result['set'])}</h2>\n{first}\n"
        f'<div class="side">\n{drawn}\n</div>\n{rest}\n</section>'
    )


def _plots(result: Result) -> Iterable[str]:
    """The figures that the result has something for."""
    name = result["set"]
    figures = _all_figures(result["metrics"])
    shown = {m: value for m in _HEADLINE if (value := figures.get(m)) is not None}
    if shown:
        columns = result[PER_QUESTION]
        ends = {m: _interval(columns, m) for m in shown}
        known = {m: end for m, end in ends.items() if end is not None}
        yield plots.bars(f"{name}: measures with 95% intervals", shown, known)
    if result["slices"]:
        yield _slices_plot(result, list(shown))
    if result["ablations"]:
        found = {part: row["MRR@10"] for part, row in result["ablations"].items()}
        yield plots.bars(f"{name}: MRR@10 by parts of the search", found)
    if result["calibration"]:
        yield plots.reliability(f"{name}: reliability of the confidence", result["calibration"])
    if result["operating_points"]:
        refusals = result["metrics"]["refusals"]
        used = (refusals.get("refusal_recall"), refusals.get("refusal_precision"))
        yield plots.precision_recall(
            f"{name}: precision and recall of refusing",
            result["operating_points"],
            None if None in used else used,
        )
    if result["latency_ms"]:
        yield plots.latencies(f"{name}: time by stage", result["latency_ms"])


def _slices_plot(result: Result, measures: Sequence[str]) -> str:
    rows = {label: _all_figures(row) for label, row in result["slices"].items()}
    cells = [[row.get(measure) for measure in measures] for row in rows.values()]
    labels = [f"{label} ({result['slices'][label]['questions']})" for label in rows]
    return plots.heat_map(f"{result['set']}: slices", labels, list(measures), cells)


def _interval(columns: Mapping[str, Sequence[Any]], measure: str) -> tuple[float, float] | None:
    values = columns.get(metrics.COLUMN_OF.get(measure, measure), ())
    present = [float(value) for value in values if value is not None]
    return interval(present) if present else None


def _tables(result: Result) -> Iterable[Table]:
    yield "What was scored", ["", ""], [[name, value] for name, value in _facts(result)]
    rows = {"all": result["metrics"], **result["slices"]}
    for group, figures in result["metrics"].items():
        known = [name for name, figure in figures.items() if figure is not None]
        if known:
            yield group.capitalize(), ["", *known], _rows(rows, group, known)
    if result["ablations"]:
        variants = {part: {"retrieval": row} for part, row in result["ablations"].items()}
        shown = _rows(variants, "retrieval", metrics.SHOWN)
        yield "Parts of the search", ["", *metrics.SHOWN], shown
    if result["latency_ms"]:
        stages = result["latency_ms"].items()
        times = [[s, f"{t['n']:.0f}", f"{t['p50']:.1f}", f"{t['p95']:.1f}"] for s, t in stages]
        yield "Milliseconds", ["", "n", "p50", "p95"], times


def _rows(
    rows: Mapping[str, Mapping[str, Any]], group: str, names: Sequence[str]
) -> list[list[str]]:
    found = []
    for label, row in rows.items():
        figures = [row[group].get(name) for name in names]
        if any(figure is not None for figure in figures):
            found.append([label, *("" if f is None else f"{f:.3f}" for f in figures)])
    return found


def _facts(result: Result) -> Iterable[tuple[str, str]]:
    """Everything that is needed to repeat the run."""
    yield "date", result["date"]
    yield "commit", Commit(result["commit"], result["dirty"]).short
    yield "model", result["model"]
    for group in ("settings", "counts", "exclusions", "errors", "machine"):
        for name, value in result[group].items():
            yield f"{group}: {name}", f"{value:,}" if type(value) is int else str(value)
    yield "complete", "yes" if result["complete"] else "no: a part of the set only"
    yield "corpus", result["corpus_digest"]
    yield "questions", result["questions_digest"]


def _all_figures(groups: Mapping[str, Any]) -> dict[str, float | None]:
    return {**groups["retrieval"], **groups["answers"], **groups["refusals"]}


def _html_table(caption: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    head = f"<thead><tr>{head}</tr></thead>\n" if any(heading) else ""
    body = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll"><table>\n<caption>{escape(caption)}</caption>\n{head}'
        f"<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _markdown_table(caption: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---", *(["---:"] * (len(heading) - 1))], *rows]
    cells = ("| " + " | ".join(_plain(cell) for cell in line) + " |" for line in lines)
    return f"### {caption}\n\n" + "\n".join(cells)


def _plain(text: str) -> str:
    """Text that is no markup in Markdown."""
    return escape(text).replace("|", "\\|").replace("`", "\\`").replace("[", "\\[")
