"""TREC's run files: rankings of any system, to be scored here or by trec_eval.

Six columns a line: question, `Q0`, document, rank, score, name of the run. As in trec_eval the
score decides, held as a float of 32 bits, and the rank does not; of equal scores the document whose
name sorts last comes first, and questions without judgements are passed over.
"""

import math
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

from eval.adapters.record import read_text
from eval.datasets import Dataset
from eval.errors import DatasetError
from eval.replies import Reply

Run = dict[str, tuple[str, ...]]
"""Documents, best first, by question id."""


def read_run(path: Path) -> Run:
    """Read a run; raises `DatasetError` with the line and the reason."""
    found: dict[str, dict[str, float]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        cells = line.split()
        if not cells:
            continue
        place = f"line {number}"
        if len(cells) != 6:
            raise DatasetError.at(path, place, f"expected 6 columns, found {len(cells)}")
        question, _, document, _, score, _ = cells
        ranked = found.setdefault(question, {})
        if document in ranked:
            raise DatasetError.at(path, place, f"{document!r} is ranked twice for {question!r}")
        ranked[document] = _score(path, place, score)
    return {
        question: tuple(sorted(ranked, key=lambda name: (ranked[name], name), reverse=True))
        for question, ranked in found.items()
    }


def run_text(rankings: Mapping[str, Iterable[str]], tag: str) -> str:
    """A run file's text; scores are 1/rank. Raises `DatasetError` for a name with white space."""
    lines = []
    for question, ranking in rankings.items():
        for rank, document in enumerate(dict.fromkeys(ranking), start=1):
            for name in (question, document, tag):
                if not name or len(name.split()) != 1:
                    raise DatasetError(f"a run cannot hold the name {name!r}")
            lines.append(f"{question} Q0 {document} {rank} {1 / rank:.6f} {tag}\n")
    return "".join(lines)


def replies_of(run: Run, dataset: Dataset) -> list[Reply]:
    """The run as replies to a data set's questions, so that it is scored like any other.

    Raises `DatasetError` when it is a run of other questions altogether.
    """
    if not any(question.id in run for question in dataset.questions):
        ranked = ", ".join(map(repr, [*run][:3]))
        raise DatasetError(f"{dataset.name} has none of the run's {len(run)} questions: {ranked}")
    return [
        Reply(question.id, question.others(run.get(question.id, ())) if question.gold else None)
        for question in dataset.questions
    ]


def unjudged(run: Run, dataset: Dataset) -> dict[str, int]:
    """How many questions the run ranks for and the set does not judge: an exclusion, if any."""
    number = len(run.keys() - {question.id for question in dataset.questions})
    return {"questions of the run without judgements": number} if number else {}


def _score(path: Path, place: str, text: str) -> float:
    try:
        score: float = struct.unpack("f", struct.pack("f", float(text)))[0]
    except (ValueError, OverflowError):
        score = math.nan
    if not math.isfinite(score):
        raise DatasetError.at(path, place, f"expected a number as score, found {text!r}")
    return score
