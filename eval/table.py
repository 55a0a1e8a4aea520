"""A result as plain text for a terminal: one row for the whole set and one for each slice."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.provenance import Commit

# Headings short enough for all columns of a table to fit 100 characters.
HEADINGS = {
    "Success@1": "S@1",
    "Success@5": "S@5",
    "Success@10": "S@10",
    "right_sentence@1": "right@1",
    "right_sentence@3": "right@3",
    "gold_cited": "cited",
    "refused_unanswerable": "refused",
    "refused_answerable": "refused*",
    "verbatim_rate": "verbatim",
    "speaker_accuracy": "speaker",
    "addressee_accuracy": "addressee",
    "citations_per_answer": "cites",
    "chars_per_citation": "chars",
}
LEGEND = "refused: of the unanswerable (higher is better); refused*: of the answerable (lower is)"


def as_table(result: Mapping[str, Any]) -> str:
    """Lay the result out; figures that do not apply are shown as a dash."""
    rows = {"all": {**result["counts"], **result["metrics"]}, **result["slices"]}
    parts = [_head(result)]
    for kind, counted in (("retrieval", "searched"), ("answers", "answered")):
        if result["metrics"][kind]:
            parts.append(_figures(kind, counted, rows))
    if result["metrics"]["answers"]:
        parts[-1] += "\n" + LEGEND
    if result["latency_ms"]:
        parts.append(_latencies(result["latency_ms"]))
    parts.append(_notes(result))
    return "\n\n".join(part for part in parts if part)


def _head(result: Mapping[str, Any]) -> str:
    counts = result["counts"]
    commit = Commit(result["commit"], result["dirty"]).short
    partial = "" if result["complete"] else "  ** a part of the set only: not comparable **"
    return (
        f"{result['set']}: {counts['documents']:,} documents, {counts['passages']:,} passages, "
        f"{counts['questions']:,} questions{partial}\n"
        f"{result['model']}, commit {commit}, corpus {result['corpus_digest'][:12]}"
    )


def _figures(kind: str, counted: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    names = list(rows["all"][kind])
    table = [[kind, "n", *(HEADINGS.get(name, name) for name in names)]]
    for label, row in rows.items():
        if row[counted]:
            figures = [_shown(row[kind].get(name)) for name in names]
            table.append([label, str(row[counted]), *figures])
    return _aligned(table)


def _latencies(latencies: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [stage, str(int(one["n"])), f"{one['p50']:.1f}", f"{one['p95']:.1f}"]
        for stage, one in latencies.items()
    ]
    return _aligned([["milliseconds", "n", "p50", "p95"], *rows])


def _notes(result: Mapping[str, Any]) -> str:
    notes = {**result["exclusions"], **{f"error {c}": n for c, n in result["errors"].items()}}
    return "\n".join(f"{reason}: {number:,}" for reason, number in notes.items())


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    # Rates need three digits; a mean length in characters does not.
    return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def _aligned(rows: Iterable[Sequence[str]]) -> str:
    table = list(rows)
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
