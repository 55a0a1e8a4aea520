"""Two runs side by side: by hand, by every sign there is, and by chance."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from eval.cli import command
from eval.compare import LEVEL, compare, p_value
from eval.errors import ResultError
from tests.eval.results import made

BEFORE = {"gold_cited": [1, 1, 0, 1, None], "refused_answerable": [0, 0, 1, 0, None]}
AFTER = {"gold_cited": [1, 0, 1, 1, 1], "refused_answerable": [0, 1, 1, 0, None]}


def test_each_measure_with_the_questions_that_changed_sides() -> None:
    cited, refused = compare(made(BEFORE), made(AFTER)).differences
    assert (cited.n, cited.before, cited.after) == (4, 0.75, 0.75)  # the fifth has no pair
    assert (cited.better, cited.worse) == (("q2",), ("q1",))
    assert (refused.better, refused.worse) == ((), ("q1",))  # a refusal more is worse
    assert refused.is_loss


def test_rows_are_paired_by_question_and_not_by_place() -> None:
    turned = made({"gold_cited": [0, 1]})
    turned["questions"]["id"].reverse()
    (same,) = compare(made({"gold_cited": [1, 0]}), turned).differences
    assert (same.better, same.worse, same.p) == ((), (), 1.0)


def by_every_sign(differences: list[int]) -> float:
    found = abs(sum(differences))
    signs = list(itertools.product((1, -1), repeat=len(differences)))
    far = sum(
        abs(sum(s * d for s, d in zip(one, differences, strict=True))) >= found for one in signs
    )
    return far / len(signs)


@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=9))
def test_p_is_the_share_of_sign_changes_that_are_as_far_out(differences: list[int]) -> None:
    exact = by_every_sign(differences)
    assert p_value(np.array(differences, float)) == pytest.approx(exact, abs=0.02)


def test_runs_that_differ_by_chance_alone_are_seldom_called_different() -> None:
    chance = np.random.default_rng(5)
    called = [p_value(chance.integers(-1, 2, 60).astype(float)) <= LEVEL for _ in range(200)]
    assert np.mean(called) <= 0.1


def test_a_loss_has_to_stand_out_among_all_that_is_measured() -> None:
    lost = [1.0] * 6 + [0.0] * 30, [0.0] * 36  # six questions lost: p = 2/64
    alone = compare(made({"gold_cited": lost[0]}), made({"gold_cited": lost[1]}))
    assert alone.losses == ("gold_cited",)
    others = {f"measure {n}": [float(n % 2)] * 36 for n in range(5)}
    among = compare(
        made({"gold_cited": lost[0], **others}), made({"gold_cited": lost[1], **others})
    )
    assert among.losses == ()


def test_a_gain_is_no_loss() -> None:
    gained = made({"gold_cited": [0.0] * 40}), made({"gold_cited": [1.0] * 40})
    assert compare(*gained).losses == ()
    assert compare(*reversed(gained)).losses == ("gold_cited",)


@pytest.mark.parametrize("digest", ["corpus_digest", "questions_digest"])
def test_results_about_something_else_are_not_compared(digest: str) -> None:
    with pytest.raises(ResultError, match="different"):
        compare(made(BEFORE), made(AFTER, **{digest: "e" * 64}))
    with pytest.raises(ResultError, match="in common"):
        compare(made(BEFORE), made({"R@1": [1, 1]}))


def test_the_command_shows_it_and_fails_on_a_loss(tmp_path: Path) -> None:
    paths = []
    for name, value in (("a", 1.0), ("b", 0.0)):
        paths.append(str(tmp_path / f"{name}.json"))
        Path(paths[-1]).write_text(json.dumps(made({"gold_cited": [value] * 20})))
    shown = CliRunner().invoke(command, ["compare", *paths, "--measure", "gold_cited"])
    assert shown.exit_code == 1
    (row,) = [line.split() for line in shown.stdout.splitlines() if line.startswith("gold_cited  ")]
    assert row[:5] == ["gold_cited", "20", "1.000", "0.000", "-1.000"]
    assert row[6:] == ["0", "20"]
    assert "gold_cited worse:  q0 q1" in shown.stdout
    assert "worse by more than chance: gold_cited" in shown.stderr
    other = CliRunner().invoke(command, ["compare", *paths, "--measure", "MRR@10"])
    assert "RR@10: no question has it in both results" in other.stdout
    assert CliRunner().invoke(command, ["compare", *reversed(paths)]).exit_code == 0
    asked = CliRunner().invoke(command, ["compare", *paths, "--json"])
    assert json.loads(asked.stdout)["losses"] == ["gold_cited"]
