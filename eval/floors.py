"""Figures that may not be lost: the gate that the project's own checks run on the samples.

A floor belongs to one corpus and one set of questions; when either changes the floors have to be
measured anew, not guessed. Floors only rise, unless somebody says in so many words that they fall.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.answer_scores import LOWER_IS_BETTER
from eval.errors import FloorBroken, ResultError
from eval.metrics import COLUMN_OF
from eval.result import DIGESTS, PER_QUESTION, Result

# Beside this module: part of the repository, and of its history.
FLOORS = Path(__file__).with_name("floors.json")

# Left below (for what should be low: above) a measured figure, because another processor computes
# in another precision and so decides a few close questions otherwise.
# At least a question and a half, for a measure that few questions have.
SLACK, SLACK_QUESTIONS = 0.02, 1.5

# The figures that are guarded.
GUARDED = {
    "retrieval": ("R@1", "R@5", "MRR@10", "nDCG@10"),
    "answers": (
        "right_sentence@1",
        "gold_cited",
        "verbatim_rate",
        "speaker_accuracy",
        "addressee_accuracy",
        "wrong_speaker",
        "refused_unanswerable",
        "refused_answerable",
    ),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A figure on the wrong side of its floor."""

    measure: str
    floor: float
    found: float | None


def check(result: Result, path: Path = FLOORS) -> list[Broken]:
    """The guarded figures that the result has lost. Raises ResultError when there are no floors
    for this very corpus and these questions, or when only some of them were asked."""
    _refuse_part(result)
    kept = _read(path).get(result["set"])
    if kept is None:
        raise ResultError(f"{path}: has no floors for {result['set']!r}")
    for digest, what in DIGESTS.items():
        if kept[digest] != result[digest]:
            raise ResultError(
                f"{path}: the floors of {result['set']!r} are of other {what}; measure them anew: "
                "briefing eval floors RESULT --set"
            )
    figures = _figures(result)
    return [
        Broken(measure, floor, figures.get(measure))
        for measure, floor in kept["floors"].items()
        if not _holds(measure, floor, figures.get(measure))
    ]


def put(result: Result, path: Path = FLOORS, *, lower: bool = False) -> Mapping[str, float]:
    """Take the floors from a result, a little below it; gives them.

    Raises FloorBroken when one would fall and `lower` does not say that it may. Floors of another
    corpus or other questions are replaced. Raises ResultError for a part of the questions.
    """
    _refuse_part(result)
    every = _read(path)
    kept = every.get(result["set"], {})
    same = all(kept.get(digest) == result[digest] for digest in DIGESTS)
    old = kept["floors"] if same else {}
    figures = _figures(result)
    fallen = [m for m, floor in old.items() if not _holds(m, floor, figures.get(m))]
    if fallen and not lower:
        raise FloorBroken(f"below the floor, which --lower would allow: {', '.join(fallen)}")
    new = {
        measure: _below(measure, found, _slack(result, measure))
        for measure, found in figures.items()
        if found is not None
    }
    # Within the slack of the old floor, the old one stays.
    new |= {m: f for m, f in old.items() if m not in fallen and not _holds(m, f, new.get(m))}
    every[result["set"]] = {
        "corpus_digest": result["corpus_digest"],
        "questions_digest": result["questions_digest"],
        "commit": result["commit"],
        "floors": new,
    }
    path.write_text(json.dumps(every, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return new


def _refuse_part(result: Result) -> None:
    if not result["complete"]:
        raise ResultError("the result is about a part of the questions, which no floor is for")


def _figures(result: Result) -> dict[str, float | None]:
    return {
        measure: result["metrics"][group].get(measure)
        for group, measures in GUARDED.items()
        for measure in measures
    }


def _holds(measure: str, floor: float, found: float | None) -> bool:
    if found is None:
        return False
    return found <= floor if measure in LOWER_IS_BETTER else found >= floor


def _slack(result: Result, measure: str) -> float:
    if measure == "verbatim_rate":
        return 0.0  # no processor makes a quotation less than verbatim
    column = result[PER_QUESTION].get(COLUMN_OF.get(measure, measure), ())
    questions = sum(value is not None for value in column)
    return max(SLACK, SLACK_QUESTIONS / questions) if questions else SLACK


def _below(measure: str, found: float, slack: float) -> float:
    moved = found + slack if measure in LOWER_IS_BETTER else found - slack
    return round(min(max(moved, 0.0), 1.0), 4)


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
