import json
from pathlib import Path
from typing import Any

import pytest

from eval.asking import Options
from eval.datasets import Dataset
from eval.details import write_details
from eval.errors import ResultError
from eval.indexing import Filled
from eval.journal import FileJournal
from eval.replies import Answered, Cited, Place, Reply
from eval.result import Subject, file_name, read, result, to_json, write
from eval.score import Run
from eval.table import as_table

SUBJECT = Subject("model", 4, Filled(4, 4), {"reader": True})


@pytest.fixture
def replies(dataset: Dataset) -> list[Reply]:
    """Everything right but the ranking of q3, and of q4 nothing."""

    def answered(number: int, confidence: float = 0.9) -> Answered:
        (gold,) = dataset.questions[number].gold_spans
        place = Place(gold.document, gold.start, gold.end)
        return Answered(False, confidence, (Cited((place,), "?", True),), None, {"answer": 2.0})

    return [
        Reply("q1", ("visit",), answered(0), timings={"search": 3.25}),
        Reply("q2", ("bridge",), answered(1), variants={"dense": ("visit", "bridge")}),
        Reply("q3", ("visit",), answered(2), completed=answered(2)),
        Reply("q4", (), answered(3), error="question_too_long"),
        Reply("q5", None, Answered(True, 0.1)),
        Reply("q6", ("vaccine",)),
    ]


@pytest.fixture
def made(dataset: Dataset, replies: list[Reply]) -> dict[str, Any]:
    return result(dataset, replies, SUBJECT, Options())


def test_figures_counts_and_what_was_left_out(dataset: Dataset, made: dict[str, Any]) -> None:
    assert made["metrics"]["retrieval"]["R@1"] == 0.6
    assert made["metrics"]["retrieval"]["MRR@10"] == 0.6
    assert made["metrics"]["answers"]["right_sentence@1"] == 1.0
    assert made["metrics"]["answers"]["refused_unanswerable"] == 1.0
    assert made["metrics"]["answers"]["speaker_accuracy"] is None
    assert made["metrics"]["refusals"]["refusal_auroc"] == 1.0
    assert made["counts"] == {
        "documents": 4,
        "questions_in_set": 6,
        "questions": 6,
        "searched": 5,
        "answered": 5,
        "unanswerable": 1,
        "follow_ups": 1,
        "passages": 4,
    }
    assert made["exclusions"] == {
        "not searched (no relevant document)": 1,
        "not answered (no gold, or not asked to)": 1,
        "follow-ups searched by their rewrite": 1,
    }
    assert made["slices"]["turn=follow-up"]["retrieval"]["R@1"] == 0.0
    assert made["corpus_digest"] == dataset.digest
    assert (made["model"], made["set"], made["complete"]) == ("model", "small", True)
    assert made["errors"] == {"question_too_long": 1}
    assert made["settings"]["reader"] is True
    assert made["latency_ms"]["search"] == {"n": 1, "p50": 3.25, "p95": 3.25}
    assert made["ablations"]["dense"]["questions"] == 1  # of five, the one that was ranked by it
    assert made["ablations"]["dense"]["MRR@10"] == 0.5
    assert made["calibration"] == [
        {"questions": 1, "confidence": 0.1, "answerable": 0.0},
        {"questions": 4, "confidence": 0.9, "answerable": 1.0},
    ]


def test_every_question_has_a_row_in_every_column(made: dict[str, Any]) -> None:
    columns = made["questions"]
    assert columns["id"] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert columns["RR@10"] == [1, 1, 0, 0, None, 1]
    assert columns["right_sentence@1"] == [1, 1, 1, 1, None, None]
    assert columns["confidence"] == [0.9, 0.9, 0.9, 0.9, 0.1, None]
    assert "speaker_accuracy" not in columns
    assert {len(column) for column in columns.values()} == {6}


def test_a_limited_run_says_that_it_is_a_part(dataset: Dataset, replies: list[Reply]) -> None:
    part = result(dataset, replies[:2], SUBJECT, Options(limit=2))
    assert part["complete"] is False
    assert part["exclusions"]["questions over the limit"] == 4
    assert "not comparable" in as_table(part)


def test_the_table_shows_the_set_its_slices_and_its_ablations(made: dict[str, Any]) -> None:
    rows = [line.split() for line in as_table(made).splitlines()]
    assert ["all", "5", *["0.600"] * 8] in rows
    assert ["turn=follow-up", "1", *["0.000"] * 8] in rows
    assert ["search", "1", "3.2", "3.2"] in rows
    assert ["error", "question_too_long:", "1"] in rows
    assert any(row[:1] == ["dense"] for row in rows)
    assert all(len(line) <= 120 for line in as_table(made).splitlines())


def test_a_result_is_written_under_set_date_and_commit(
    made: dict[str, Any], tmp_path: Path
) -> None:
    named = {**made, "set": "a/b 세트", "date": "2026-03-02T01:02:03+00:00", "dirty": False}
    named["commit"] = "0123456789abcdef"
    assert file_name(named) == "a-b-세트-2026-03-02-0123456789ab.json"
    path = write(named, tmp_path / "results")
    assert path == tmp_path / "results" / file_name(named)
    assert read(path) == json.loads(to_json(named)) == named
    assert write(named, tmp_path / "one.json") == tmp_path / "one.json"


def test_a_second_result_of_a_name_leaves_the_first_alone(
    made: dict[str, Any], tmp_path: Path
) -> None:
    paths = [write({**made, "model": model}, tmp_path) for model in ("one", "two", "three")]
    assert [read(path)["model"] for path in paths] == ["one", "two", "three"]
    first = paths[0].stem
    assert [path.stem for path in paths] == [first, f"{first}-2", f"{first}-3"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', "{"])
def test_what_is_no_result_is_refused_by_name(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultError, match=r"other\.json"):
        read(path)


def test_every_question_gets_a_line_of_details(
    dataset: Dataset, replies: list[Reply], made: dict[str, Any], tmp_path: Path
) -> None:
    write_details(
        Run(dataset, replies, made, FileJournal(tmp_path / "j")), tmp_path / "details.jsonl"
    )
    text = (tmp_path / "details.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["id"] for line in lines] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert lines[0]["gold_spans"] == [["visit", 8, 13]]
    assert lines[0]["reply"]["answered"]["cited"][0]["places"] == [
        {"document": "visit", "start": 8, "end": 13}
    ]
    assert lines[0]["scores"]["right_sentence@1"] == 1
    assert lines[5]["reply"]["answered"] is None
