"""A run as JSON with everything needed to repeat it, and as a table for people."""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval import provenance
from eval.answer_metrics import summarise
from eval.datasets import Dataset
from eval.indexing import Filled
from eval.metrics import mean_scores
from eval.run import Asked, Options, Outcome
from eval.slices import slices

# Raised when a field changes its meaning, so that results are not compared across it.
FORMAT = 1

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What was scored: the model, how many passages it was, and what indexing took."""

    model: str
    passages: int
    filled: Filled


def report(dataset: Dataset, outcome: Outcome, subject: Subject, options: Options) -> Report:
    """Gather a run into one JSON object."""
    made = provenance.commit()
    asked = outcome.asked
    return {
        "format": FORMAT,
        "set": dataset.name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": made.id,
        "dirty": made.dirty,
        "model": subject.model,
        "settings": {"whole_documents": dataset.whole, **dataclasses.asdict(options)},
        "corpus_digest": dataset.digest,
        "questions_digest": dataset.questions_digest,
        "complete": len(asked) == len(dataset.questions),
        "counts": _counts(dataset, asked) | {"passages": subject.passages},
        "exclusions": dict(dataset.exclusions) | _unscored(dataset, asked),
        "errors": dict(outcome.errors),
        "embedded": subject.filled.embedded,
        "machine": provenance.machine(),
        "metrics": _metrics(asked),
        "slices": _slices(dataset, asked),
        "latency_ms": outcome.latency,
    }


def write(result: Report, output: Path) -> Path:
    """Write the result; a folder gets a file named after set, date and commit. Gives the file."""
    if output.is_dir() or not output.suffix:
        output = output / file_name(result)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(to_json(result), encoding="utf-8")
    return output


def file_name(result: Report) -> str:
    """Name a result's file: set, date, commit."""
    commit = provenance.Commit(result["commit"], result["dirty"]).short
    name = "".join(c if c.isalnum() or c in "-_." else "-" for c in result["set"])
    return f"{name}-{result['date'][:10]}-{commit}.json"


def to_json(result: Report) -> str:
    """The result as text, keys in the order they are read."""
    return json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_details(outcome: Outcome, path: Path) -> None:
    """Write every question on a line of JSON: what came back, how it scored, where gold was."""
    lines = [json.dumps(_detail(asked), ensure_ascii=False) + "\n" for asked in outcome.asked]
    path.write_text("".join(lines), encoding="utf-8")


def _detail(asked: Asked) -> Mapping[str, object]:
    question = asked.question
    return {
        "id": question.id,
        "question": question.text,
        "relevant": dict(question.relevant),
        "gold_spans": [[gold.document, gold.start, gold.end] for gold in question.gold_spans],
        "ranking": asked.ranking,
        "retrieval": asked.retrieval,
        "cited": asked.cited,
        "answer": dataclasses.asdict(asked.answer) if asked.answer else None,
    }


def _counts(dataset: Dataset, asked: Sequence[Asked]) -> dict[str, int]:
    return {
        "documents": len(dataset.documents),
        "questions_in_set": len(dataset.questions),
        **_asked(asked),
        "unanswerable": sum(not a.question.answerable for a in asked),
        "follow_ups": sum(bool(a.question.history) for a in asked),
    }


def _unscored(dataset: Dataset, asked: Sequence[Asked]) -> dict[str, int]:
    """What the figures leave out; each entry is a number of questions."""
    left_out = {
        "questions over the limit": len(dataset.questions) - len(asked),
        "not searched (no relevant document)": sum(a.retrieval is None for a in asked),
        "not answered (no gold, or not asked to)": sum(a.answer is None for a in asked),
        "follow-ups searched by their rewrite": sum(
            a.retrieval is not None and a.question.standalone != a.question.text for a in asked
        ),
    }
    return {reason: number for reason, number in left_out.items() if number}


def _metrics(asked: Iterable[Asked]) -> dict[str, dict[str, float | None]]:
    rows = list(asked)
    searched = [a.retrieval for a in rows if a.retrieval is not None]
    answered = [a.answer for a in rows if a.answer is not None]
    return {
        "retrieval": _rounded(mean_scores(searched)) if searched else {},
        "answers": _rounded(summarise(answered)) if answered else {},
    }


def _slices(dataset: Dataset, asked: Sequence[Asked]) -> dict[str, Report]:
    by_id = {a.question.id: a for a in asked}
    parts = {
        name: [by_id[question] for question in questions if question in by_id]
        for name, questions in slices(dataset).items()
    }
    return {name: {**_asked(p), **_metrics(p)} for name, p in parts.items() if p}


def _asked(asked: Sequence[Asked]) -> dict[str, int]:
    """Over how many questions the figures are taken: all, for retrieval, for answers."""
    return {
        "questions": len(asked),
        "searched": sum(a.retrieval is not None for a in asked),
        "answered": sum(a.answer is not None for a in asked),
    }


def _rounded(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    # Five digits tell one question of 5,774 from another; more would be noise in a diff.
    return {name: None if value is None else round(value, 5) for name, value in figures.items()}
