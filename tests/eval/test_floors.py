"""The gate: it opens for what holds, and floors do not fall by accident."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import command
from eval.errors import FloorBroken, ResultError
from eval.floors import SLACK, check, put
from tests.eval.results import made


def scored(cited: float, refused: float = 0.1) -> dict[str, object]:
    result = made({"gold_cited": [1.0] * 100})
    result["metrics"]["answers"] |= {
        "gold_cited": cited,
        "refused_answerable": refused,
        "verbatim_rate": 1.0,
    }
    return result


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    put(scored(0.8), path)
    return path


def test_floors_lie_a_little_below_and_where_less_is_better_above(floors: Path) -> None:
    kept = json.loads(floors.read_text())["small"]["floors"]
    assert kept == {
        "gold_cited": 0.8 - SLACK,
        "refused_answerable": pytest.approx(0.1 + SLACK),
        "verbatim_rate": 1.0,
    }


def test_where_few_questions_count_a_floor_lies_a_question_and_a_half_below(tmp_path: Path) -> None:
    few = scored(0.8)
    few["questions"] = {"id": ["a", "b", "c"], "gold_cited": [1, 1, None]}
    assert put(few, tmp_path / "floors.json")["gold_cited"] == pytest.approx(0.8 - 1.5 / 2)


def test_what_holds_passes_and_what_has_fallen_is_named(floors: Path) -> None:
    assert check(scored(0.8), floors) == []
    assert check(scored(0.9, refused=0.0), floors) == []
    assert [one.measure for one in check(scored(0.7), floors)] == ["gold_cited"]
    assert [one.measure for one in check(scored(0.8, refused=0.5), floors)] == [
        "refused_answerable"
    ]


def test_a_figure_that_is_gone_is_a_floor_broken(floors: Path) -> None:
    result = scored(0.8)
    del result["metrics"]["answers"]["gold_cited"]  # type: ignore[index]
    assert [(one.measure, one.found) for one in check(result, floors)] == [("gold_cited", None)]


def test_floors_rise_and_fall_only_when_told(floors: Path) -> None:
    assert put(scored(0.9), floors)["gold_cited"] == pytest.approx(0.9 - SLACK)
    # Within the slack nothing falls.
    assert put(scored(0.89), floors)["gold_cited"] == pytest.approx(0.9 - SLACK)
    with pytest.raises(FloorBroken, match="gold_cited"):
        put(scored(0.5), floors)
    assert check(scored(0.9), floors) == []  # nothing was written
    assert put(scored(0.5), floors, lower=True)["gold_cited"] == pytest.approx(0.5 - SLACK)


@pytest.mark.parametrize("digest", ["corpus_digest", "questions_digest"])
def test_floors_of_another_corpus_say_nothing_and_are_replaced(floors: Path, digest: str) -> None:
    other = {**scored(0.3), digest: "f" * 64}
    with pytest.raises(ResultError, match="measure them anew"):
        check(other, floors)
    assert put(other, floors)["gold_cited"] == pytest.approx(0.3 - SLACK)


def test_a_part_of_the_questions_neither_breaks_floors_nor_sets_them(floors: Path) -> None:
    for use in (check, put):
        with pytest.raises(ResultError, match="part of the questions"):
            use({**scored(0.9), "complete": False}, floors)


def test_a_set_without_floors_is_not_waved_through(floors: Path) -> None:
    with pytest.raises(ResultError, match="no floors for 'other'"):
        check({**scored(0.8), "set": "other"}, floors)


def test_the_command(tmp_path: Path, floors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.floors.check.__defaults__", (floors,))
    for figure, status in ((0.8, 0), (0.2, 1)):
        path = tmp_path / "result.json"
        path.write_text(json.dumps(scored(figure)))
        done = CliRunner().invoke(command, ["floors", str(path)])
        assert done.exit_code == status
        assert ("gold_cited: 0.2000, floor 0.7800" in done.stderr) == bool(status)
