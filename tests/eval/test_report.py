import json
from pathlib import Path
from typing import Any

import pytest
from eval.answer_metrics import AnswerScore
from eval.report import Subject, file_name, report, to_json, write, write_details
from eval.run import Asked, Options, Outcome

from eval.datasets import Dataset
from eval.indexing import Filled
from eval.table import as_table

PERFECT = {"R@1": 1.0, "R@5": 1.0, "R@10": 1.0, "Success@1": 1.0, "Success@5": 1.0}
PERFECT |= {"Success@10": 1.0, "RR@10": 1.0, "nDCG@10": 1.0}
NOTHING = dict.fromkeys(PERFECT, 0.0)


@pytest.fixture
def outcome(dataset: Dataset) -> Outcome:
    right = AnswerScore(True, False, 0.9, right_1=True, right_3=True, cited=True)
    refused = AnswerScore(False, True, 0.1)
    q1, q2, q3, q4, q5, q6 = dataset.questions
    return Outcome(
        asked=(
            Asked(q1, ("visit",), PERFECT, right, (("visit", 0, 19),)),
            Asked(q2, ("bridge",), PERFECT, right),
            Asked(q3, ("visit",), NOTHING, right),
            Asked(q4, (), NOTHING, right),
            Asked(q5, (), None, refused),
            Asked(q6, ("vaccine",), PERFECT, None),
        ),
        latency={"search": {"n": 5, "p50": 3.25, "p95": 9.5}},
        errors={"question_too_long": 1},
    )


@pytest.fixture
def result(dataset: Dataset, outcome: Outcome) -> dict[str, Any]:
    return report(dataset, outcome, Subject("model", 4, Filled(4, 4)), Options())


def test_figures_counts_and_what_was_left_out(dataset: Dataset, result: dict[str, Any]) -> None:
    assert result["metrics"]["retrieval"]["R@1"] == 0.6
    assert result["metrics"]["retrieval"]["MRR@10"] == 0.6
    assert result["metrics"]["answers"]["right_sentence@1"] == 1.0
    assert result["metrics"]["answers"]["refused_unanswerable"] == 1.0
    assert result["metrics"]["answers"]["speaker_accuracy"] is None
    assert result["counts"] == {
        "documents": 4,
        "questions_in_set": 6,
        "questions": 6,
        "searched": 5,
        "answered": 5,
        "unanswerable": 1,
        "follow_ups": 1,
        "passages": 4,
    }
    assert result["exclusions"] == {
        "not searched (no relevant document)": 1,
        "not answered (no gold, or not asked to)": 1,
        "follow-ups searched by their rewrite": 1,
    }
    assert result["slices"]["turn=follow-up"]["retrieval"]["R@1"] == 0.0
    assert result["corpus_digest"] == dataset.digest
    assert (result["model"], result["set"], result["complete"]) == ("model", "small", True)
    assert result["errors"] == {"question_too_long": 1}


def test_a_limited_run_says_that_it_is_a_part(dataset: Dataset, outcome: Outcome) -> None:
    part = Outcome(outcome.asked[:2], {})
    made = report(dataset, part, Subject("model", 4, Filled(0, 0)), Options(limit=2))
    assert made["complete"] is False
    assert made["exclusions"]["questions over the limit"] == 4
    assert "not comparable" in as_table(made)


def test_the_table_shows_the_set_and_its_slices(result: dict[str, Any]) -> None:
    rows = [line.split() for line in as_table(result).splitlines()]
    assert ["all", "5", *["0.600"] * 8] in rows
    assert ["turn=follow-up", "1", *["0.000"] * 8] in rows
    assert ["search", "5", "3.2", "9.5"] in rows
    assert ["error", "question_too_long:", "1"] in rows
    assert all(len(line) <= 120 for line in as_table(result).splitlines())


def test_a_result_is_written_under_set_date_and_commit(
    result: dict[str, Any], tmp_path: Path
) -> None:
    named = {**result, "set": "a/b 세트", "date": "2026-03-02T01:02:03+00:00", "dirty": False}
    named["commit"] = "0123456789abcdef"
    assert file_name(named) == "a-b-세트-2026-03-02-0123456789ab.json"
    path = write(named, tmp_path / "results")
    assert path == tmp_path / "results" / file_name(named)
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(to_json(named))
    assert write(named, tmp_path / "one.json") == tmp_path / "one.json"


def test_every_question_gets_a_line_of_details(outcome: Outcome, tmp_path: Path) -> None:
    write_details(outcome, tmp_path / "details.jsonl")
    text = (tmp_path / "details.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["id"] for line in lines] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert lines[0]["gold_spans"] == [["visit", 8, 13]]
    assert lines[0]["cited"] == [["visit", 0, 19]]
    assert lines[5]["answer"] is None
