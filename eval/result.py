"""A run as one JSON object, with everything needed to repeat it, to compare it and to draw it."""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from eval import provenance
from eval.asking import Options
from eval.datasets import Dataset
from eval.errors import ResultError
from eval.indexing import Filled
from eval.latency import percentiles
from eval.refusals import calibration, operating_points
from eval.replies import Reply
from eval.scoring import MEASURES, Scored, ablations, figures, score_all
from eval.slices import slices

# Raised when a field changes its meaning, so that results are not compared across it.
FORMAT = 2

Result = dict[str, Any]

DIGESTS = {"corpus_digest": "documents", "questions_digest": "questions"}
"""What has to be the same for two results to be compared, and what each digest is of."""

PER_QUESTION = "questions"
"""The field that holds a column for each measure, one value a question; null where it has none."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What was scored: the model, how many passages it was (None: not known), what indexing took,
    and settings of the engine that change its answers."""

    model: str
    passages: int | None
    filled: Filled
    settings: Mapping[str, object] = dataclasses.field(default_factory=dict)


def result(
    dataset: Dataset, replies: Sequence[Reply], subject: Subject, options: Options
) -> Result:
    """Score the replies and gather the run into one JSON object."""
    made = provenance.commit()
    scored = score_all(dataset, replies)
    judged = [one.judged for one in scored if one.judged is not None]
    return {
        "format": FORMAT,
        "set": dataset.name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": made.id,
        "dirty": made.dirty,
        "model": subject.model,
        "settings": {
            "whole_documents": dataset.whole,
            **dataclasses.asdict(options),
            **subject.settings,
        },
        "corpus_digest": dataset.digest,
        "questions_digest": dataset.questions_digest,
        "complete": len(scored) == len(dataset.questions),
        "counts": {**_counts(dataset, scored), "passages": subject.passages},
        "exclusions": dict(dataset.exclusions) | _unscored(dataset, scored),
        "errors": _errors(replies),
        "embedded": subject.filled.embedded,
        "machine": provenance.machine(),
        "metrics": _rounded(figures(scored)),
        "slices": _slices(dataset, scored),
        "ablations": _rounded(ablations(dataset, replies)),
        "calibration": calibration(judged),
        "operating_points": _thinned(operating_points(judged)),
        "latency_ms": _latency(replies),
        PER_QUESTION: _columns(scored),
    }


def write(made: Result, output: Path) -> Path:
    """Write the result and give the file. A folder gets one named after set, date and commit, and
    numbered where it has that name already: a run must not take the place of another."""
    if output.is_dir() or not output.suffix:
        output = _free(output / file_name(made))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(to_json(made), encoding="utf-8")
    return output


def read(path: Path) -> Result:
    """A result from its file. Raises ResultError for anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultError(f"{path}: cannot be read: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ResultError(f"{path}: is no result of format {FORMAT}")
    return found


def file_name(made: Result) -> str:
    """Name a result's file: set, date, commit."""
    commit = provenance.Commit(made["commit"], made["dirty"]).short
    name = "".join(c if c.isalnum() or c in "-_." else "-" for c in made["set"])
    return f"{name}-{made['date'][:10]}-{commit}.json"


def _free(path: Path) -> Path:
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(one for one in chain([path], others) if not one.exists())


def to_json(made: Result) -> str:
    """The result as text, keys in the order they are read; each question column on one line."""
    head = {name: value for name, value in made.items() if name != PER_QUESTION}
    text = json.dumps(head, ensure_ascii=False, indent=2, allow_nan=False)
    columns = ",\n    ".join(
        f"{json.dumps(name)}: {json.dumps(values, ensure_ascii=False, allow_nan=False)}"
        for name, values in made[PER_QUESTION].items()
    )
    return text.removesuffix("\n}") + f',\n  "{PER_QUESTION}": {{\n    {columns}\n  }}\n}}\n'


def _columns(scored: Sequence[Scored]) -> dict[str, list[object]]:
    """One column a measure, one row a question; measures that no question has are left out."""
    rows = [{**(one.retrieval or {}), **one.answer} for one in scored]
    names = [name for name in MEASURES if any(name in row for row in rows)]
    columns: dict[str, list[object]] = {"id": [one.question.id for one in scored]}
    if any(one.judged for one in scored):
        columns["confidence"] = [_confidence(one) for one in scored]
    return columns | {name: [_short(row.get(name)) for row in rows] for name in names}


def _confidence(one: Scored) -> float | None:
    return _short(one.judged.confidence) if one.judged else None


def _short(value: float | None) -> float | None:
    """Few digits, and none after the point where there is nothing: thousands stand in a line."""
    if value is None:
        return None
    return int(value) if value in (0.0, 1.0) else round(value, 4)


def _counts(dataset: Dataset, scored: Sequence[Scored]) -> dict[str, int]:
    return {
        "documents": len(dataset.documents),
        "questions_in_set": len(dataset.questions),
        **_asked(scored),
        "unanswerable": sum(not one.question.answerable for one in scored),
        "follow_ups": sum(bool(one.question.history) for one in scored),
    }


def _unscored(dataset: Dataset, scored: Sequence[Scored]) -> dict[str, int]:
    """What the figures leave out; each entry is a number of questions."""
    left_out = {
        "questions over the limit": len(dataset.questions) - len(scored),
        "not searched (no relevant document)": sum(one.retrieval is None for one in scored),
        "not answered (no gold, or not asked to)": sum(not one.answer for one in scored),
        "follow-ups searched by their rewrite": sum(
            one.retrieval is not None and one.question.standalone != one.question.text
            for one in scored
        ),
    }
    return {reason: number for reason, number in left_out.items() if number}


def _errors(replies: Iterable[Reply]) -> dict[str, int]:
    codes = [reply.error for reply in replies if reply.error is not None]
    return {code: codes.count(code) for code in sorted(set(codes))}


def _slices(dataset: Dataset, scored: Sequence[Scored]) -> dict[str, Result]:
    by_id = {one.question.id: one for one in scored}
    parts = {
        name: [by_id[question] for question in questions if question in by_id]
        for name, questions in slices(dataset).items()
    }
    return {name: {**_asked(p), **_rounded(figures(p))} for name, p in parts.items() if p}


def _asked(scored: Sequence[Scored]) -> dict[str, int]:
    """Over how many questions the figures are taken: all, for retrieval, for answers."""
    return {
        "questions": len(scored),
        "searched": sum(one.retrieval is not None for one in scored),
        "answered": sum(bool(one.answer) for one in scored),
    }


def _latency(replies: Sequence[Reply]) -> dict[str, dict[str, float]]:
    """Percentiles in milliseconds by stage."""
    stages: dict[str, list[float]] = {}
    for reply in replies:
        answered = reply.answered.timings if reply.answered else {}
        for stage, milliseconds in {**reply.timings, **answered}.items():
            stages.setdefault(stage, []).append(milliseconds)
    return {stage: percentiles(values) for stage, values in stages.items()}


def _thinned(points: list[dict[str, float]], most: int = 200) -> list[dict[str, float]]:
    """As many as a curve can show."""
    step = max(1, len(points) // most)
    return points[::step]


def _rounded(
    groups: Mapping[str, Mapping[str, float | None]],
) -> dict[str, dict[str, float | None]]:
    # Five digits tell one question of 5,774 from another; more would be noise in a diff.
    return {
        group: {name: None if v is None else round(v, 5) for name, v in values.items()}
        for group, values in groups.items()
    }
