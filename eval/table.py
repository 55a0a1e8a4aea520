"""A result as plain text for a terminal: one row for the whole set and one for each slice."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval import metrics
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
    "wrong_speaker": "wrong*",
    "citations_per_answer": "cites",
    "chars_per_citation": "chars",
    "answer_contained": "contained",
    "citation_precision": "precision",
    "citation_recall": "recall",
    "answer_f1": "F1",
    "exact_match": "EM",
    "follow_up_cited": "follow-up",
    "rewrite_cited": "rewrite",
    "refusal_precision": "precision",
    "refusal_recall": "recall",
    "refusal_f1": "F1",
    "refusal_auroc": "AUROC",
}
LEGEND = (
    "refused: of the unanswerable; refused*: of the answerable, lower is better; "
    "wrong*: somebody else's words"
)

# Measures side by side; each group is a table of its own, over the questions counted so.
TABLES = (
    ("retrieval", "retrieval", "searched", metrics.SHOWN),
    (
        "citations",
        "answers",
        "answered",
        (
            "right_sentence@1",
            "right_sentence@3",
            "gold_cited",
            "answer_contained",
            "citation_precision",
            "citation_recall",
            "verbatim_rate",
            "citations_per_answer",
            "chars_per_citation",
        ),
    ),
    (
        "answers",
        "answers",
        "answered",
        (
            "answer_f1",
            "exact_match",
            "speaker_accuracy",
            "addressee_accuracy",
            "wrong_speaker",
            "follow_up_cited",
            "rewrite_cited",
            "refused_unanswerable",
            "refused_answerable",
        ),
    ),
    (
        "refusals",
        "refusals",
        "answered",
        ("refusal_precision", "refusal_recall", "refusal_f1", "refusal_auroc", "ece", "brier"),
    ),
)


def as_table(result: Mapping[str, Any]) -> str:
    """Lay the result out; figures that do not apply are shown as a dash."""
    rows = {"all": {**result["counts"], **result["metrics"]}, **result["slices"]}
    parts = [_head(result)]
    for label, group, counted, names in TABLES:
        known = [n for n in names if result["metrics"][group].get(n) is not None]
        if known:
            parts.append(_figures((label, group, counted), known, rows))
        if "refused_answerable" in known:
            parts[-1] += "\n" + LEGEND
    if result["ablations"]:
        parts.append(_ablations(result["ablations"]))
    if result["latency_ms"]:
        parts.append(_latencies(result["latency_ms"]))
    parts.append(_notes(result))
    return "\n\n".join(part for part in parts if part)


def _head(result: Mapping[str, Any]) -> str:
    counts = result["counts"]
    commit = Commit(result["commit"], result["dirty"]).short
    partial = "" if result["complete"] else "  ** a part of the set only: not comparable **"
    passages = _known(counts["passages"])
    return (
        f"{result['set']}: {counts['documents']:,} documents, {passages} passages, "
        f"{counts['questions']:,} questions{partial}\n"
        f"{result['model']}, commit {commit}, corpus {result['corpus_digest'][:12]}"
    )


def _figures(
    table_of: tuple[str, str, str], names: Sequence[str], rows: Mapping[str, Mapping[str, Any]]
) -> str:
    title, group, counted = table_of
    table = [[title, "n", *(HEADINGS.get(name, name) for name in names)]]
    for label, row in rows.items():
        figures = [row[group].get(name) for name in names]
        if any(figure is not None for figure in figures):
            table.append([label, str(row[counted]), *map(_shown, figures)])
    return aligned(table)


def _ablations(variants: Mapping[str, Mapping[str, float | None]]) -> str:
    names = metrics.SHOWN
    rows = [
        [label, str(row["questions"]), *(_shown(row.get(n)) for n in names)]
        for label, row in variants.items()
    ]
    return aligned([["parts of the search", "n", *(HEADINGS.get(n, n) for n in names)], *rows])


def _latencies(latencies: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [stage, str(int(one["n"])), f"{one['p50']:.1f}", f"{one['p95']:.1f}"]
        for stage, one in latencies.items()
    ]
    return aligned([["milliseconds", "n", "p50", "p95"], *rows])


def _notes(result: Mapping[str, Any]) -> str:
    notes = {**result["exclusions"], **{f"error {c}": n for c, n in result["errors"].items()}}
    return "\n".join(f"{reason}: {number:,}" for reason, number in notes.items())


def _known(count: int | None) -> str:
    return "?" if count is None else f"{count:,}"


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    # Rates need three digits; a mean length in characters does not.
    return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Rows as columns: the first cell to the left, the others to the right."""
    table = list(rows)
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
