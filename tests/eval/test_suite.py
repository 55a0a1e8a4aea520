"""Many sets as one table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from eval import suite
from eval.errors import DatasetError
from eval.score import Plan
from eval.suite import ROWS, Row

RESULT: dict[str, Any] = {
    "counts": {"questions": 5774},
    "metrics": {"retrieval": {"R@1": 0.9344, "MRR@10": 0.96}, "answers": {}, "refusals": {}},
    "ablations": {"dense": {"questions": 1500, "R@1": 0.8}},
}


def test_a_folder_of_known_sets_is_one(tmp_path: Path) -> None:
    assert not suite.is_suite(tmp_path)
    (tmp_path / "korquad").mkdir()
    (tmp_path / "korquad" / "KorQuAD_v1.0_dev.json").touch()
    assert suite.is_suite(tmp_path)


def test_every_row_is_a_plan_and_labels_are_its_own() -> None:
    for row in ROWS:
        assert isinstance(row.plan_in(Path("/data")), Plan)
    assert len({row.label for row in ROWS}) == len(ROWS)
    assert len({row.plan_in(Path("/data")).name for row in ROWS}) == len(ROWS)


def test_what_is_there_is_scored_and_what_is_not_is_named(tmp_path: Path) -> None:
    asked: list[tuple[Path, dict[str, Any]]] = []

    def score(plan: Plan, settings: Mapping[str, Any]) -> dict[str, Any]:
        asked.append((plan.path, dict(settings)))
        return RESULT

    done: list[str] = []
    missing = suite.run(tmp_path, score, lambda row, _result: done.append(row.label))
    assert done == ["samples", "samples, no reader"]
    assert asked == [(suite.SAMPLES, {}), (suite.SAMPLES, {"reader": False})]
    assert missing[0] == "korquad/KorQuAD_v1.0_dev.json"


def test_the_table_has_ablations_and_published_figures_below_the_row() -> None:
    lines = suite.markdown([(Row("KorQuAD", "k.json", note="all"), RESULT)]).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[2][:3] == ["**KorQuAD** (all)", "5,774", "0.934"]
    assert cells[3][:3] == ["· dense", "1,500", "0.800"]
    assert ["*KURE-v1, published*", "", "0.871"] in [row[:3] for row in cells]
    assert len({len(row) for row in cells}) == 1


def test_the_table_goes_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{suite.BEGIN}\nold\n{suite.END}\nafter\n", encoding="utf-8")
    suite.put_into(page, "| new |\n")
    text = page.read_text(encoding="utf-8")
    assert text == f"before\n{suite.BEGIN}\n| new |\n{suite.END}\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(DatasetError, match="no <!--"):
        suite.put_into(page, "| new |\n")
