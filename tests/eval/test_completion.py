"""Completed follow-ups beside what a person made of them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import command
from eval.completion import completion_figures, load_canard
from eval.errors import DatasetError

ITEMS = [
    {
        "History": ["Haesol Observatory", "Founding"],
        "Question": "Who founded the Haesol Observatory?",
        "Rewrite": "Who founded the Haesol Observatory?",
    },
    {
        "History": [
            "Haesol Observatory",
            "Founding",
            "Who founded the Haesol Observatory?",
            "Pyo Min-seo did.",
        ],
        "Question": "When did she open it?",
        "Rewrite": "When did Pyo Min-seo open the Haesol Observatory?",
    },
]


@pytest.fixture
def canard(tmp_path: Path) -> Path:
    path = tmp_path / "canard.json"
    path.write_text(json.dumps(ITEMS), encoding="utf-8")
    return path


def test_turns_come_after_the_heading(canard: Path) -> None:
    first, second = load_canard(canard)
    assert [turn.question for turn in first.history] == ["Haesol Observatory Founding"]
    assert [(turn.question, turn.answer) for turn in second.history[1:]] == [
        ("Who founded the Haesol Observatory?", "Pyo Min-seo did.")
    ]
    assert load_canard(canard, limit=1) == [first]


def test_what_is_recovered_and_what_is_brought_in_besides(canard: Path) -> None:
    figures = completion_figures(load_canard(canard))
    alone = figures["the question alone"]
    assert alone["unchanged"] == 1.0
    assert alone["EM"] == 0.5
    assert (alone["recovered"], alone["extra"]) == (0.0, None)
    everything = figures["all questions so far"]
    # haesol and observatory of: pyo, min, seo, haesol, observatory
    assert everything["recovered"] == pytest.approx(2 / 5)
    assert everything["unchanged"] == 0.0
    for row in figures.values():
        assert all(value is None or 0 <= value <= 1 for value in row.values())


@pytest.mark.parametrize("text", ["{", "[1]", '[{"History": "no list"}]', '{"a": 1}'])
def test_what_is_no_canard_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"bad\.json"):
        load_canard(path)


def test_the_command_prints_a_row_for_each_way(canard: Path) -> None:
    shown = CliRunner().invoke(command, ["follow-ups", str(canard)], catch_exceptions=False)
    assert shown.stdout.startswith("| 2 follow-ups | F1 | EM |")
    assert "| completed | " in shown.stdout
    asked = CliRunner().invoke(command, ["follow-ups", str(canard), "--json", "--limit", "1"])
    assert set(json.loads(asked.stdout)) == set(completion_figures(load_canard(canard)))
