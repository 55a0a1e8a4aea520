"""The page: everything in it, nothing from outside, and no markup but its own."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from eval.asking import Options
from eval.cli import command
from eval.datasets import Dataset
from eval.errors import ResultError
from eval.indexing import Filled
from eval.intervals import interval
from eval.replies import Answered, Cited, Place, Reply
from eval.report import html_report, markdown_report
from eval.result import Subject, result, write


@pytest.fixture
def made(dataset: Dataset) -> dict[str, Any]:
    """A small result with something of everything."""

    def answered(number: int, confidence: float) -> Answered:
        (gold,) = dataset.questions[number].gold_spans
        place = Place(gold.document, gold.start, gold.end)
        return Answered(False, confidence, (Cited((place,), "?", True),), None, {"answer": 2.0})

    replies = [
        Reply("q1", ("visit",), answered(0, 0.9), timings={"search": 3.25}),
        Reply("q2", ("visit", "bridge"), answered(1, 0.6), variants={"dense": ("bridge",)}),
        Reply("q3", ("visit",), Answered(True, 0.3), completed=answered(2, 0.5)),
        Reply("q4", (), error="question_too_long"),
        Reply("q5", None, Answered(True, 0.1)),
        Reply("q6", ("vaccine",)),
    ]
    return result(dataset, replies, Subject("model", 4, Filled(4, 4)), Options())


def parsed(page: str) -> Any:
    return etree.fromstring(page.removeprefix("<!DOCTYPE html>\n").encode())


def test_every_figure_is_in_the_page_and_in_the_tables(made: dict[str, Any]) -> None:
    page, tables = html_report([made]), markdown_report([made])
    for group in ("retrieval", "answers", "refusals"):
        for name, figure in made["metrics"][group].items():
            if figure is not None:
                assert name in page
                assert f"{figure:.3f}" in page
                assert f"{figure:.3f}" in tables
    for text in (made["corpus_digest"], made["model"], "question_too_long", "turn=follow-up"):
        assert text in page
        assert text in tables


def test_every_plot_that_has_figures_is_drawn_and_named(made: dict[str, Any]) -> None:
    svgs = parsed(html_report([made])).findall(".//{http://www.w3.org/2000/svg}svg")
    labels = [svg.get("aria-label") for svg in svgs]
    assert labels == [
        "small: measures with 95% intervals",
        "small: slices",
        "small: MRR@10 by parts of the search",
        "small: reliability of the confidence",
        "small: precision and recall of refusing",
        "small: time by stage",
    ]
    only_searched = {**made, "calibration": [], "operating_points": [], "ablations": {}}
    only_searched["metrics"] = {**made["metrics"], "answers": {}, "refusals": {}}
    assert html_report([only_searched]).count("<figure>") == 3


def test_the_page_needs_nothing_from_elsewhere(made: dict[str, Any]) -> None:
    tree = parsed(html_report([made]))
    names = {etree.QName(one).localname for one in tree.iter() if isinstance(one.tag, str)}
    assert not names & {"script", "link", "img", "iframe", "object", "image"}
    for one in tree.iter():
        for name, value in one.attrib.items():
            if etree.QName(name).localname in ("href", "src"):
                assert value.startswith("#")
            assert "url(http" not in value


def test_names_are_text_and_never_markup(made: dict[str, Any]) -> None:
    evil = "<script>alert(1)</script>|`x`[y](z)&"
    page = html_report([{**made, "set": evil, "model": evil}])
    names = {etree.QName(one).localname for one in parsed(page).iter() if isinstance(one.tag, str)}
    assert "script" not in names
    assert "<script" not in markdown_report([{**made, "model": evil}])


def test_the_same_results_make_the_same_page(made: dict[str, Any]) -> None:
    assert html_report([made, made]) == html_report([made, made])


def test_tables_have_headings_for_those_who_listen(made: dict[str, Any]) -> None:
    tree = parsed(html_report([made]))
    for table in tree.iter("table"):
        assert table.findtext("caption")
        assert all(row.find("th").get("scope") == "row" for row in table.findall("tbody/tr"))
        widths = {len(row) for row in table.iter("tr")}
        assert len(widths) == 1


def test_the_command_writes_a_page_or_tables(made: dict[str, Any], tmp_path: Path) -> None:
    path = str(write(made, tmp_path / "one.json"))
    for name, begins in (("deep/page.html", "<!DOCTYPE html>"), ("tables.md", "# Evaluation")):
        where = tmp_path / name
        done = CliRunner().invoke(command, ["report", path, "--output", str(where)])
        assert done.exit_code == 0
        assert where.read_text(encoding="utf-8").startswith(begins)
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    refused = CliRunner().invoke(command, ["report", str(other)])
    assert isinstance(refused.exception, ResultError)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_lies_within_the_values_around_their_mean(values: list[float]) -> None:
    low, high = interval(values)
    mean = sum(values) / len(values)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert low - 1e-9 <= mean <= high + 1e-9 or len(values) < 20
    assert interval(values) == (low, high)


def test_more_questions_make_it_narrower() -> None:
    def width(count: int) -> float:
        low, high = interval([0.0, 1.0] * count)
        return high - low

    assert width(10) > width(100) > width(10_000) > 0
    # The normal approximation: 2 * 1.96 * sqrt(0.25 / n).
    assert width(100) == pytest.approx(2 * 1.96 * (0.25 / 200) ** 0.5, rel=0.1)


def test_no_number_in_a_plot_hides_its_bar(made: dict[str, Any]) -> None:
    page = html_report([made])
    drawn = re.findall(r"<text [^>]*>(0\.\d{3}|1\.000)</text>", page)
    assert len(drawn) >= 10
