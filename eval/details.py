"""Every question of a run on a line of JSON: what was asked, what came back, how it scored."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eval.scoring import Scored, score_all

if TYPE_CHECKING:
    from eval.score import Run


def write_details(run: "Run", path: Path) -> None:
    """Write the lines, in the order of the questions."""
    lines = [
        json.dumps(_detail(one), ensure_ascii=False) + "\n"
        for one in score_all(run.dataset, run.replies)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def _detail(one: Scored) -> Mapping[str, object]:
    return {
        "id": one.question.id,
        "question": one.question.text,
        "relevant": dict(one.question.relevant),
        "gold_spans": [[gold.document, gold.start, gold.end] for gold in one.question.gold_spans],
        "reply": dataclasses.asdict(one.reply),
        "scores": {**(one.retrieval or {}), **one.answer},
    }
