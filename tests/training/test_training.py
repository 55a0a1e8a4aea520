"""A few steps on the real model, and the file they give."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from index.adapter import adapted
from index.tokens import Tokens
from service.reading.reader import ADAPTER, Reader
from training import embedding, reader
from training.adaptation import Adaptation
from training.examples import Example, taught
from training.held_out import figures
from training.loop import Training, train
from training.material import Asked, write
from training.reader import RECIPE
from training.reading import Shown, epochs, loss_of
from training.rows import Row, row_of
from training.sitting import _origin
from training.sought import BATCH

pytestmark = [pytest.mark.model, pytest.mark.long]


@pytest.fixture
def adaptation(model: Path) -> Adaptation:
    return Adaptation(
        load_file(model / "model.safetensors"), seed=1, rank=RECIPE.rank, heads=RECIPE.heads
    )


def rows(asked: Sequence[Asked], tokens: Tokens) -> list[Row]:
    examples = taught(asked, random.Random(0))
    found = [row_of(one, tokens.tokenise, tokens.marks) for one in examples]
    return [row for row in found if row is not None]


def same_rows(found: list[Row]):  # type: ignore[no-untyped-def]
    def epoch(_number: int) -> Iterator[Sequence[Row]]:
        yield found

    return epoch


def plan(tokens: Tokens, kept: Path, steps: int) -> Training:
    return Training(steps, 1e-3, kept, f"{steps} steps of a test")


def test_a_token_begins_where_its_letters_do(tokens: Tokens) -> None:
    text = "정책은 세종에서 정했다.\n점수는 95.4% 이다"
    _, spans = tokens.tokenise(text)
    words = [text[start:end] for start, end in spans if end > start]
    assert "".join(words) == "".join(text.split())


def test_a_target_is_the_tokens_of_the_answer(tokens: Tokens) -> None:
    text = "원장은 하늘샘이다."
    example = Example("누구?", "제목", text, True, (4, 7))
    row = row_of(example, tokens.tokenise, tokens.marks)
    assert row is not None
    assert row.answer is not None
    first, last = (place - row.window.first for place in row.answer)
    covered = text[row.window.spans[first][0] : row.window.spans[last][1]]
    assert "하늘샘" in covered
    assert len(covered) < len(text)


def test_an_answer_past_the_window_is_left_out(tokens: Tokens) -> None:
    text = "말이 길다. " * 400 + "끝."
    found = Example("?", "", text, True, (len(text) - 2, len(text)))
    assert row_of(found, tokens.tokenise, tokens.marks) is None


def test_before_training_the_encoder_is_the_bundled_one(
    model: Path, adaptation: Adaptation
) -> None:
    base = load_file(model / "model.safetensors")
    merged = adapted(base, adaptation.exported(), torch.float32)
    assert merged.keys() >= base.keys()
    name = "encoder.layer.3.attention.self.query.weight"
    torch.testing.assert_close(merged[name], base[name].float())


def test_the_released_file_has_the_form_that_training_gives(model: Path) -> None:
    base, released = load_file(model / "model.safetensors"), load_file(ADAPTER)
    made = Adaptation(base, 1, rank=RECIPE.kept_rank, heads=RECIPE.heads).exported()
    assert {n: t.shape for n, t in released.items()} == {n: t.shape for n, t in made.items()}


@pytest.mark.parametrize("rank", [None, RECIPE.kept_rank])
def test_what_was_learnt_before_is_gone_on_from(model: Path, rank: int | None) -> None:
    base, released = load_file(model / "model.safetensors"), load_file(ADAPTER)
    again = Adaptation(base, 1, rank=rank, heads=RECIPE.heads, start=released)
    before = adapted(base, released, torch.float32)
    after = adapted(base, again.exported(), torch.float32)
    for name, tensor in again.weights().items():
        torch.testing.assert_close(tensor.detach(), before[name], check_dtype=False)
        torch.testing.assert_close(after[name], before[name], check_dtype=False)


def test_a_set_is_shown_in_part_or_several_times(asked: list[Asked]) -> None:
    def shown(share: float) -> list[Asked]:
        return Shown(asked, share).of_an_epoch(random.Random(1))

    assert shown(1.0) == asked
    assert len({one.question for one in shown(0.4)}) == len(shown(0.4)) == 2
    assert [shown(2.4).count(one) for one in asked].count(3) == 2
    assert all(shown(2.4).count(one) >= 2 for one in asked)


def test_some_steps_lower_the_loss_and_give_a_reader(
    asked: list[Asked], tokens: Tokens, adaptation: Adaptation, model: Path, tmp_path: Path
) -> None:
    losses: list[float] = []
    train(
        adaptation,
        same_rows(rows(asked, tokens)),
        loss_of,
        plan(tokens, tmp_path / "kept", 8),
        lambda _step, loss: losses.append(loss),
    )
    assert losses[-1] < 0.8 * losses[0]
    save_file(adaptation.exported(), tmp_path / "made.safetensors")
    reader = Reader(model, tmp_path / "made.safetensors")
    found = figures(reader, asked)
    figured = (found.exact, found.f1, found.sentence, found.auroc)
    assert all(value is not None and 0 <= value <= 1 for value in figured)
    unmarked = figures(reader, asked[-1:])
    assert (unmarked.exact, unmarked.f1, unmarked.sentence) == (None, None, None)


def test_a_stopped_training_goes_on_to_the_same_end(
    asked: list[Asked], tokens: Tokens, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.loop._KEPT_EVERY", 1)
    base = load_file(model / "model.safetensors")
    found = same_rows(rows(asked, tokens)[:2])

    class Stopped(Exception):
        pass

    def stop(step: int, _loss: float) -> None:
        if step == 2:
            raise Stopped

    whole, cut = (
        Adaptation(base, 1, rank=RECIPE.rank, heads=RECIPE.heads),
        Adaptation(base, 1, rank=RECIPE.rank, heads=RECIPE.heads),
    )
    train(whole, found, loss_of, plan(tokens, tmp_path / "whole", 3))
    with pytest.raises(Stopped):
        train(cut, found, loss_of, plan(tokens, tmp_path / "cut", 3), stop)
    resumed = Adaptation(base, 1, rank=RECIPE.rank, heads=RECIPE.heads)
    train(resumed, found, loss_of, plan(tokens, tmp_path / "cut", 3))
    for name, tensor in whole.exported().items():
        np.testing.assert_array_equal(
            tensor.float().numpy(), resumed.exported()[name].float().numpy()
        )


def test_what_another_training_kept_is_refused(
    asked: list[Asked], tokens: Tokens, adaptation: Adaptation, tmp_path: Path
) -> None:
    found = same_rows(rows(asked, tokens)[:1])
    train(adaptation, found, loss_of, plan(tokens, tmp_path / "kept", 1))
    with pytest.raises(ValueError, match="expected 2 steps of a test; found 1 steps of a test"):
        train(adaptation, found, loss_of, plan(tokens, tmp_path / "kept", 2))


def test_the_network_learns_in_the_dtype_it_is_given(model: Path) -> None:
    base = load_file(model / "model.safetensors")
    made = Adaptation(base, 1, torch.bfloat16, rank=RECIPE.rank, heads=RECIPE.heads)
    assert {tensor.dtype for tensor in made.weights().values()} == {torch.bfloat16}
    assert {tensor.dtype for tensor in made.learnt.values()} == {torch.float32}


def test_an_epoch_is_the_same_whenever_it_is_asked_and_another_differs(
    asked: list[Asked], tokens: Tokens
) -> None:
    epoch = epochs([Shown(asked)], [[("One.", "하나."), ("Two.", "둘.")]], tokens, seed=3)

    def ids(number: int) -> list[tuple[int, ...]]:
        return [row.window.ids for row in itertools.chain.from_iterable(epoch(number))]

    assert ids(0) == ids(0)
    assert any(ids(0) != ids(number) for number in (1, 2, 3))


@pytest.mark.parametrize("command", [embedding, reader], ids=["embedding", "reader"])
def test_a_command_makes_a_file_of_several_runs(
    command: ModuleType,
    asked: list[Asked],
    model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path / "own.jsonl", asked * (BATCH // 4))  # four of the five have an answer
    made = tmp_path / "made.safetensors"
    arguments = ["train", str(tmp_path / "own.jsonl"), "--steps", "1", "--output", str(made)]
    monkeypatch.setattr("sys.argv", arguments)
    command.made(command._arguments(), model)
    found = load_file(made)
    layer = "encoder.layer.0.attention.self.query"
    assert found[layer + ".up"].shape == (384, command.RECIPE.kept_rank)
    assert {name for name in found if name.startswith(("span", "answerable"))} == {
        f"{head}.{part}" for head in command.RECIPE.heads for part in ("weight", "bias")
    }
    # What was kept on the way is gone.
    assert {path.name for path in tmp_path.iterdir()} == {"own.jsonl", "made.safetensors"}


def test_a_run_ends_with_the_training_that_began_it() -> None:
    code = (
        "import multiprocessing, os, time\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from training.sitting import _ends_with_its_parent as ends\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    pool = ProcessPoolExecutor(1, context, ends)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    pool.submit(time.sleep, 600).result()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as training:
        assert training.stdout is not None
        run = int(training.stdout.readline())
        training.kill()
    for _ in range(300):
        if not _lives(run):
            return
        time.sleep(0.1)
    os.kill(run, signal.SIGKILL)
    pytest.fail("the run outlived the training")


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_less_than_a_batch_is_refused(
    adaptation: Adaptation, tokens: Tokens, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="less to learn from than a batch"):
        train(adaptation, epochs([], [], tokens, 0), loss_of, plan(tokens, tmp_path / "kept", 1))


def test_a_command_goes_on_from_a_file(
    asked: list[Asked], model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "own.jsonl", asked)
    made = tmp_path / "made.safetensors"
    one_step = ["--runs", "1", "--steps", "1", "--rate", "0"]
    arguments = ["train", str(tmp_path / "own.jsonl"), *one_step, "--on", str(ADAPTER)]
    monkeypatch.setattr("sys.argv", [*arguments, "--output", str(made)])
    reader.made(reader._arguments(), model)
    base = load_file(model / "model.safetensors")
    before, after = (adapted(base, load_file(path), torch.float32) for path in (ADAPTER, made))
    for name, tensor in before.items():
        torch.testing.assert_close(after[name], tensor, rtol=0.02, atol=0.005)


def test_another_share_is_another_training(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text("")
    arguments = ["train", str(own), "--output", str(tmp_path / "made.safetensors")]

    def origin(*shares: str) -> str:
        monkeypatch.setattr("sys.argv", [*arguments, *shares])
        return _origin(reader._arguments(), model)

    assert origin() == origin("--shares", "1")
    assert origin() != origin("--shares", ".5")
    with pytest.raises(SystemExit):
        origin("--shares", "1", "1")
    assert "--shares takes one number for each file" in capsys.readouterr().err
