"""Every set that is there, one after the other, as the rows of one table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.errors import DatasetError
from eval.published import PUBLISHED
from eval.result import Result
from eval.score import Plan

# Follow-ups with what people made of them; they have no documents, and so a table of their own.
CANARD = "canard/dev.json"

# The repository's own questions, which need no data of others.
SAMPLES = Path(__file__).resolve().parent.parent / "samples"

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation: its label, the set's place below the data folder, how it is asked.

    `plan` are fields of a Plan; `settings` are settings of the engine other than their defaults.
    `note` says what the figures are over.
    """

    label: str
    path: str
    plan: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    def plan_in(self, folder: Path) -> Plan:
        """The plan, with the set's place."""
        name = "".join(c if c.isalnum() else "-" for c in self.label).strip("-")
        return Plan(self.where(folder), name=name, **self.plan)

    def where(self, folder: Path) -> Path:
        """The set's place below a data folder; the samples are at hand."""
        return SAMPLES if self.path == "samples" else folder / self.path


_RETRIEVAL = {"answers": False, "ablations": True}
_READ = {"fold": 0, "ablations": True}
# 400 questions as they are, and once more without their article.
_WITHOUT = {"fold": 0, "absent": True, "limit": 800}
_TUNED = "the models learnt from four fifths"
_HALF = f"one half of the set; {_TUNED}"
_FOLD = "articles the models did not learn from"
_ABSENT = f"{_FOLD}; each once more with its article absent"

ROWS = (
    Row("KorQuAD", "korquad/KorQuAD_v1.0_dev.json", _RETRIEVAL, note=f"all questions; {_TUNED}"),
    Row(
        "KorQuAD answers",
        "korquad/KorQuAD_v1.0_dev.json",
        {**_WITHOUT, "ablations": True},
        note=_ABSENT,
    ),
    Row(
        "KorQuAD answers, no reader",
        "korquad/KorQuAD_v1.0_dev.json",
        _WITHOUT,
        {"reader": False},
        note=_ABSENT,
    ),
    Row("Belebele ko→ko", "belebele-ko-en/q_ko-doc_ko", _RETRIEVAL, note=_HALF),
    Row("Belebele en→ko", "belebele-ko-en/q_en-doc_ko", _RETRIEVAL, note=_HALF),
    Row("Belebele ko→en", "belebele-ko-en/q_ko-doc_en", _RETRIEVAL, note=_HALF),
    Row("Belebele ko→ko, read", "belebele-ko-en/q_ko-doc_ko", _READ, note=_FOLD),
    Row("Belebele en→ko, read", "belebele-ko-en/q_en-doc_ko", _READ, note=_FOLD),
    Row("Belebele ko→en, read", "belebele-ko-en/q_ko-doc_en", _READ, note=_FOLD),
    Row("SQuAD 2.0", "squad2/dev-v2.0.json", {"fold": 0, "limit": 400}, note=_FOLD),
    Row(
        "SQuAD 2.0, no reader",
        "squad2/dev-v2.0.json",
        {"fold": 0, "limit": 400},
        {"reader": False},
        note=_FOLD,
    ),
    Row("Wikinews", "wikinews-ko/wikinews.csv", {"fold": 0}, note="our questions; " + _FOLD),
    Row("samples", "samples", {"ablations": True}, note="our own"),
    Row("samples, no reader", "samples", {}, {"reader": False}, note="our own"),
)

COLUMNS = (
    ("retrieval", "R@1"),
    ("retrieval", "R@10"),
    ("retrieval", "MRR@10"),
    ("retrieval", "nDCG@10"),
    ("answers", "right_sentence@1"),
    ("answers", "right_sentence@3"),
    ("answers", "gold_cited"),
    ("answers", "answer_f1"),
    ("answers", "wrong_speaker"),
    ("answers", "follow_up_cited"),
    ("refusals", "refusal_precision"),
    ("refusals", "refusal_recall"),
    ("refusals", "refusal_auroc"),
)
_HEADINGS = {
    "right_sentence@1": "right@1",
    "right_sentence@3": "right@3",
    "gold_cited": "gold cited",
    "answer_f1": "F1",
    "wrong_speaker": "wrong speaker",
    "follow_up_cited": "follow-ups",
    "refusal_precision": "refusal P",
    "refusal_recall": "refusal R",
    "refusal_auroc": "AUROC",
}

Score = Callable[[Plan, Mapping[str, Any]], Result]
"""Evaluates a plan under settings other than the defaults."""


def is_suite(folder: Path) -> bool:
    """Whether a folder holds any of the sets by the name of its place."""
    return any((folder / row.path).exists() for row in ROWS)


def run(folder: Path, score: Score, done: Callable[[Row, Result], None]) -> list[str]:
    """Evaluate every row whose set is there, `done` after each; gives what was left out."""
    missing = []
    for row in ROWS:
        if not row.where(folder).exists():
            missing.append(row.path)
            continue
        done(row, score(row.plan_in(folder), row.settings))
    return missing


def markdown(rows: Sequence[tuple[Row, Result]]) -> str:
    """One table: a row for each set, its ablations and the published figures below it."""
    head = [
        "",
        "questions",
        *(_HEADINGS.get(name, name) for _, name in COLUMNS),
    ]
    lines = [_line(head), _line(["---", *(["---:"] * (len(head) - 1))])]
    for row, result in rows:
        lines.append(_line(_measured(row, result)))
        lines += [_line(_ablation(*one)) for one in result["ablations"].items()]
        lines += [
            _line([f"*{other.system}, published*", "", *_cells(other.figures)])
            for other in PUBLISHED
            if other.row == row.label
        ]
    return "\n".join(lines) + "\n"


def completions(figures: Mapping[str, Mapping[str, float | None]], questions: int) -> str:
    """The table of how follow-ups are completed (eval.completion)."""
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    head = [f"{questions:,} follow-ups", *names]
    lines = [_line(head), _line(["---", *(["---:"] * len(names))])]
    for label, row in figures.items():
        cells = (row.get(name) for name in names)
        lines.append(_line([label, *("" if c is None else f"{c:.3f}" for c in cells)]))
    return "\n".join(lines) + "\n"


def put_into(page: Path, table: str) -> None:
    """Replace what stands between the marks of a page. Raises DatasetError without the marks."""
    text = page.read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise DatasetError(f"{page}: has no {BEGIN} ... {END} to put the table between")
    page.write_text(f"{head}{BEGIN}\n{table}{END}{tail}", encoding="utf-8")


def _measured(row: Row, result: Result) -> list[str]:
    figures = {name: result["metrics"][group].get(name) for group, name in COLUMNS}
    return [
        f"**{row.label}** ({row.note})" if row.note else f"**{row.label}**",
        f"{result['counts']['questions']:,}",
        *_cells(figures),
    ]


def _ablation(name: str, figures: Mapping[str, float | None]) -> list[str]:
    count = figures.get("questions")
    return [f"· {name}", f"{count:,.0f}" if count else "", *_cells(figures)]


def _cells(figures: Mapping[str, float | None]) -> Iterable[str]:
    for _, name in COLUMNS:
        figure = figures.get(name)
        yield "" if figure is None else f"{figure:.3f}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
