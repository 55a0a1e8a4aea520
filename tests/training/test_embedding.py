"""Tuning the embedding model: its rows, its loss, and some steps on the real model."""

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from index.adapter import adapted
from index.bundled_encoder import HEADS, BundledEncoder
from index.bundled_model import MAX_TOKENS, TUNING
from index.embedder import ModelEmbedder, PassageText
from index.network import Network
from index.tokens import Tokens
from tests.training.conftest import FIRST, SECOND, excerpt
from training import contrast
from training.adaptation import Adaptation
from training.blending import blended
from training.contrast import loss_of, passage_vectors, question_vectors
from training.held_out_search import found
from training.loop import Training, train
from training.material import Asked
from training.sought import Passage, Sought, epochs, passage, sought

pytestmark = pytest.mark.model


def test_a_passage_knows_which_of_its_sentences_answer(tokens: Tokens) -> None:
    one = passage(excerpt(SECOND, "석 달"), tokens, MAX_TOKENS)
    assert (one.document, len(one.sentences), one.answering) == ("a", 3, (1,))
    assert passage(excerpt(SECOND), tokens, MAX_TOKENS).answering == ()


def test_of_a_long_passage_the_part_that_answers_is_shown(
    tokens: Tokens,
) -> None:
    filling = " ".join(f"{number}번째 문장은 아무것도 답하지 않는다." for number in range(30))
    one = passage(excerpt(f"{filling} {FIRST}", "하늘샘"), tokens, 40)
    assert len(one.ids) <= 40
    assert len(one.answering) == 1
    first, last = one.sentences[one.answering[0]]
    assert set(tokens.tokenise("하늘샘이다.")[0]) & set(one.ids[first:last])


def test_vectors_are_those_the_product_makes(model: Path, tokens: Tokens) -> None:
    given = excerpt(FIRST)
    embedder = ModelEmbedder(BundledEncoder(model, None), "untuned")
    (wanted,) = embedder.encode_passages([PassageText("기사", FIRST, given.sentences)])
    network = Network(load_file(model / "model.safetensors"), HEADS)
    with torch.inference_mode():
        whole, sentences = passage_vectors(network, [passage(given, tokens, MAX_TOKENS)])
        (asked,) = question_vectors(network, [tokens.encode(["query: 원장은 누구인가?"])[0].ids])
    made = torch.cat([whole, sentences])
    assert float((made * torch.from_numpy(wanted)).sum(-1).min()) > 0.995
    expected = torch.from_numpy(embedder.encode_query("원장은 누구인가?"))
    assert float(asked @ expected) > 0.995


def test_a_translation_is_not_wrong_and_another_document_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With every vector the same, each right one has an even share among all that count."""

    def passages(network: object, given: Sequence[Passage]) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.ones(len(given), 1), torch.ones(sum(len(p.sentences) for p in given), 1)

    monkeypatch.setattr(contrast, "passage_vectors", passages)
    monkeypatch.setattr(contrast, "question_vectors", lambda _, rows: torch.ones(len(rows), 1))
    monkeypatch.setattr(contrast, "Network", lambda _, heads: None)

    def one(document: str) -> Sought:
        return Sought((1,), Passage(document, (1, 2), ((0, 1), (1, 2)), (0,)), None)

    # One passage right, none wrong; of two sentences one right.
    alone = [one("a"), one("a")]
    assert loss_of({}, alone).item() == pytest.approx(math.log(2), abs=1e-4)
    # One passage right, one wrong; of four sentences one right.
    beside = [one("a"), one("b")]
    assert loss_of({}, beside).item() == pytest.approx(math.log(2) + math.log(4), abs=1e-4)


def test_some_steps_bring_questions_nearer_to_what_answers(
    asked: list[Asked], model: Path, tokens: Tokens, tmp_path: Path
) -> None:
    base = load_file(model / "model.safetensors")
    adaptation = Adaptation(base, seed=1, rank=4, heads={})
    batch = [sought(one, tokens, random.Random(0)) for one in asked if one.answering]

    def epoch(_number: int) -> Iterator[Sequence[Sought]]:
        yield batch

    losses: list[float] = []
    plan = Training(6, 1e-3, tmp_path / "kept", "a test")
    train(adaptation, epoch, loss_of, plan, lambda _step, loss: losses.append(loss))
    assert losses[-1] < 0.8 * losses[0]
    after = adapted(base, adaptation.exported(), torch.float32)
    one = found(after, asked, tokens, lambda _: True)
    assert one is not None
    assert one.sentence is not None
    assert 0 <= one.first <= one.reciprocal <= 1
    assert found(after, asked, tokens, lambda _: False) is None


def test_an_epoch_is_the_same_whenever_it_is_asked_and_has_whole_batches(
    asked: list[Asked], tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.sought.BATCH", 4)
    epoch = epochs(asked, [[("One.", "하나."), ("Two.", "둘.")]], tokens, seed=3)

    def ids(number: int) -> list[tuple[int, ...]]:
        return [one.question for one in itertools.chain.from_iterable(epoch(number))]

    assert len(ids(0)) == 4
    assert ids(0) == ids(0)
    assert any(ids(0) != ids(number) for number in (1, 2, 3))


def thin(layer: str, chance: torch.Generator) -> dict[str, torch.Tensor]:
    """A change of one layer, of rank 2."""
    down = torch.randn((2, 384), generator=chance)
    return {layer + ".down": down, layer + ".up": torch.randn((384, 2), generator=chance)}


def test_part_of_the_mean_is_taken_in_a_lower_rank(model: Path) -> None:
    base = load_file(model / "model.safetensors")
    layer, norm = "encoder.layer.3.attention.self.query", "encoder.layer.3.output.LayerNorm.bias"
    chance = torch.Generator().manual_seed(0)
    raised = {norm: base[norm].float() + 1}
    runs = [thin(layer, chance) | raised for _ in range(2)]
    change = sum(one[layer + ".up"] @ one[layer + ".down"] for one in runs) / 2
    whole = blended(base, runs, 0.5, 4)
    taken = whole[layer + ".up"].float() @ whole[layer + ".down"].float()
    torch.testing.assert_close(taken, 0.5 * change, atol=0.1, rtol=0.02)
    torch.testing.assert_close(whole[norm].float(), base[norm].float() + 0.5, atol=0.02, rtol=0)
    cut = blended(base, runs, 0.5, 1)
    assert cut[layer + ".up"].shape == (384, 1)
    left = cut[layer + ".up"].float() @ cut[layer + ".down"].float() - 0.5 * change
    (_, strengths, _) = torch.linalg.svd(0.5 * change)
    assert float(left.norm()) == pytest.approx(float(strengths[1:4].norm()), rel=0.05)


def test_a_change_is_taken_from_where_training_started(model: Path) -> None:
    base = load_file(model / "model.safetensors")
    layer, head = "encoder.layer.3.attention.self.query", "span.bias"
    chance = torch.Generator().manual_seed(0)
    start = thin(layer, chance) | {head: torch.ones(2)}
    end = thin(layer, chance) | {head: torch.zeros(2)}
    made = blended(base, [end], 0.25, 4, start)
    changes = [one[layer + ".up"].float() @ one[layer + ".down"].float() for one in (start, end)]
    taken = made[layer + ".up"].float() @ made[layer + ".down"].float()
    torch.testing.assert_close(taken, 0.75 * changes[0] + 0.25 * changes[1], atol=0.1, rtol=0.02)
    torch.testing.assert_close(made[head].float(), torch.full((2,), 0.75))


def test_the_encoder_is_the_bundled_model_with_what_was_learnt(model: Path) -> None:
    plain, tuned = BundledEncoder(model, None), BundledEncoder(model)
    rows = [plain.tokens(["query: 원장은 누구인가?"])[0].ids]
    merged = adapted(load_file(model / "model.safetensors"), load_file(TUNING), torch.float32)
    with torch.inference_mode():
        wanted = Network(merged, HEADS).states(rows)[0].mean(dim=0)
    found, before = (torch.from_numpy(one.states(rows)[0][0]) for one in (tuned, plain))
    likeness = torch.nn.functional.cosine_similarity
    assert likeness(found, wanted, dim=0) > 0.999
    assert likeness(before, wanted, dim=0) < 0.99
