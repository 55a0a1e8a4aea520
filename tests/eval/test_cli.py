"""The command as a person calls it; the run on the real model is marked."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import command
from eval.commands.options import named
from eval.errors import DatasetError

PARAGRAPHS = [
    (
        "연구원 방문",
        "장관은 12일 한빛연구원을 찾았다. 원장은 양자 계획을 밝혔다.",
        "장관이 찾은 곳은?",
        "한빛연구원",
    ),
    (
        "다리 공사",
        "한결대교 공사가 석 달 늦어진다. 시장이 사과했다.",
        "한결대교 공사는 얼마나 늦어지나?",
        "석 달",
    ),
    (
        "백신 접종",
        "독감 백신 접종이 10월에 시작된다. 노인은 무료다.",
        "독감 백신 접종은 언제 시작되나?",
        "10월",
    ),
    (
        "전지 공장",
        "가온셀이 다온시에 전지 공장을 세운다. 6월에 연다.",
        "가온셀 공장은 어디에 서나?",
        "다온시",
    ),
    (
        "Quantum",
        "The institute opened a quantum centre in Haesol.",
        "Where is the centre?",
        "Haesol",
    ),
]


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    articles = []
    for number, (title, text, question, answer) in enumerate(PARAGRAPHS):
        found = [{"text": answer, "answer_start": text.index(answer)}]
        asked = [{"id": f"q{number}", "question": question, "answers": found}]
        if number == 0:
            none = {"id": "none", "question": "달 탐사선은 언제 떠났나?", "is_impossible": True}
            asked.append(none | {"answers": []})
        articles.append({"title": title, "paragraphs": [{"context": text, "qas": asked}]})
    path = tmp_path / "five.json"
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    return path


def test_help_names_the_options_that_others_rely_on() -> None:
    shown = CliRunner().invoke(command, ["run", "--help"])
    assert shown.exit_code == 0
    for option in ("--kind", "--output", "--json", "--limit", "--work-dir", "--no-answers"):
        assert option in shown.output


def test_a_bad_data_set_is_a_named_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"data": [}', encoding="utf-8")
    done = CliRunner().invoke(command, [str(path), "--work-dir", str(tmp_path / "work")])
    assert isinstance(done.exception, DatasetError)
    assert "bad.json, line 1, column 11: not JSON" in str(done.exception)


@pytest.mark.parametrize("wrong", [["--kind", "xml"], ["--limit", "0"], ["--limit", "many"]])
def test_wrong_usage_has_its_own_exit_status(squad: Path, wrong: list[str]) -> None:
    assert CliRunner().invoke(command, [str(squad), *wrong]).exit_code == 2


@pytest.mark.parametrize("words", [["misses", "none.json"], ["compare", "a.json", "b.json"]])
def test_an_unknown_measure_is_refused_with_the_known_ones(words: list[str]) -> None:
    done = CliRunner().invoke(command, [*words, "--measure", "gold_citd"])
    assert done.exit_code == 2
    assert "no question is scored in 'gold_citd'; known: R@1," in " ".join(done.stderr.split())


def test_a_measure_may_be_named_as_the_tables_name_it() -> None:
    assert [named(name) for name in ("MRR@10", "MAP@10", "RR@10", "gold_cited", None)] == [
        "RR@10",
        "AP@10",
        "RR@10",
        "gold_cited",
        None,
    ]


@pytest.mark.parametrize(
    "option",
    [
        ["--url", "http://127.0.0.1:9"],
        ["--upload"],
        ["--api-key", "k"],
        ["--limit", "5"],
        ["--fold", "0"],
        ["--no-answers"],
        ["--ablations"],
        ["--absent"],
        ["--name", "n"],
        ["--kind", "squad"],
        ["--details", "d.jsonl"],
        ["--json"],
    ],
)
def test_a_folder_of_sets_takes_no_option_of_a_single_one(
    tmp_path: Path, option: list[str]
) -> None:
    (tmp_path / "korquad").mkdir()
    (tmp_path / "korquad" / "KorQuAD_v1.0_dev.json").write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(command, [str(tmp_path), "--work-dir", str(tmp_path), *option])
    assert done.exit_code == 2
    assert f"{option[0]} is for a single set" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--upload"], "--upload needs --url"),
        (["--url", "http://127.0.0.1:9", "--ablations"], "--ablations ranks by parts"),
        (["--url", "http://127.0.0.1:9", "--absent"], "--absent leaves documents out here"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    squad: Path, options: list[str], reason: str
) -> None:
    done = CliRunner().invoke(command, [str(squad), *options])
    assert done.exit_code == 2
    assert reason in " ".join(done.stderr.split())


def test_a_key_in_the_environment_is_no_option_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_KEY", "k")
    path = tmp_path / "bad.json"
    path.write_text("{", encoding="utf-8")
    done = CliRunner().invoke(command, [str(path), "--work-dir", str(tmp_path / "work")])
    assert isinstance(done.exception, DatasetError)


@pytest.mark.model
def test_a_small_set_is_scored_on_the_real_model(squad: Path, tmp_path: Path) -> None:
    def run(*more: str) -> dict[str, object]:
        work = ["--work-dir", str(tmp_path / "work"), "--output", str(tmp_path / "out"), "--json"]
        done = CliRunner().invoke(command, [str(squad), *work, *more], catch_exceptions=False)
        assert done.exit_code == 0
        result: dict[str, object] = json.loads(done.stdout)
        return result

    first = run()
    assert first["embedded"] == 5
    assert first["counts"] == {
        "documents": 5,
        "questions_in_set": 6,
        "questions": 6,
        "searched": 5,
        "answered": 6,
        "unanswerable": 1,
        "follow_ups": 0,
        "passages": 5,
    }
    metrics = first["metrics"]
    assert isinstance(metrics, dict)
    assert metrics["retrieval"]["R@1"] == 1.0
    assert metrics["answers"]["verbatim_rate"] == 1.0
    (written,) = (tmp_path / "out").glob("five-*.json")
    assert json.loads(written.read_text(encoding="utf-8")) == first

    without = run("--absent")
    counts = without["counts"]
    assert isinstance(counts, dict)
    assert (counts["questions"], counts["unanswerable"]) == (11, 6)
    assert without["metrics"]["answers"] == metrics["answers"]  # type: ignore[index]
    refusals = without["metrics"]["refusals"]  # type: ignore[index]
    assert refusals["refusal_recall"] == refusals["refusal_auroc"] == 1.0

    again = run("--no-answers", "--limit", "3", "--ablations")
    assert (again["embedded"], again["complete"]) == (0, False)
    assert again["metrics"]["answers"] == {}  # type: ignore[index]
    assert again["ablations"]["fused"]["R@1"] == 1.0  # type: ignore[index]
    assert list((tmp_path / "work" / "journals").iterdir()) == []


@pytest.mark.model
def test_misses_are_asked_again_and_shown(squad: Path, tmp_path: Path) -> None:
    work = ["--work-dir", str(tmp_path / "work")]

    def listed(*more: str) -> tuple[str, str]:
        options = ["misses", str(squad), *work, *more]
        done = CliRunner().invoke(command, options, catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout, done.stderr

    # Marked wrongly, so that the right answer misses it.
    _, text, question, right = PARAGRAPHS[0]
    data = json.loads(squad.read_text(encoding="utf-8"))
    marked = data["data"][0]["paragraphs"][0]["qas"][0]["answers"][0]
    assert marked["text"] == right
    marked |= {"text": "양자 계획", "answer_start": text.index("양자 계획")}
    squad.write_text(json.dumps(data), encoding="utf-8")

    shown, counted = listed("--measure", "exact_match")
    assert counted.endswith(" of 6 questions\n")
    missed = re.search(
        rf"^q0  {re.escape(question)}\n  gold:   양자 계획\n  came:   .*{right}", shown, re.M
    )
    assert missed is not None
    assert "ranks:  all 1, morphemes 1" in shown
    output = tmp_path / "result.json"
    CliRunner().invoke(command, [str(squad), *work, "--output", str(output)])
    again, counted_again = listed("--measure", "exact_match", "--result", str(output))
    assert again == shown
    assert counted_again.startswith(counted.split()[0] + " of " + counted.split()[0])
    assert listed("--measure", "MRR@10") == listed("--measure", "RR@10")
    as_json, _ = listed("--measure", "exact_match", "--json")
    assert len(as_json.splitlines()) == int(counted.split()[0])


@pytest.mark.model
def test_our_own_run_scores_as_the_search_does(squad: Path, tmp_path: Path) -> None:
    run, work = str(tmp_path / "run.txt"), ["--work-dir", str(tmp_path / "work")]
    written = CliRunner().invoke(command, ["write-run", str(squad), run, *work])
    assert written.exit_code == 0
    scored = CliRunner().invoke(command, ["score-run", str(squad), run, "--json"])
    asked = CliRunner().invoke(command, [str(squad), "--no-answers", "--json", *work])
    ours, theirs = (json.loads(one.stdout)["metrics"]["retrieval"] for one in (asked, scored))
    assert ours == theirs
