"""The network written out here gives what the library gives for the same weights."""

import numpy as np
import pytest

from index.bundled_encoder import HEADS, BundledEncoder
from index.bundled_model import bundled_model
from index.library_encoder import LibraryEncoder
from index.network import Network
from index.tensors import mapped

pytestmark = pytest.mark.model

TEXTS = (
    "query: 한결대교는 언제 열리나?",
    "passage: 국재하 원장에게 인력을 늘려 달라고 요청했다. " * 12,
    "passage: Its new quay holds two ferries at once.",
)


@pytest.fixture(scope="module")
def model(model_cache):
    return bundled_model(model_cache)


@pytest.fixture(scope="module")
def weights(model):
    return {name: one.float() for name, one in mapped(model / "model.safetensors").items()}


@pytest.fixture(scope="module")
def bundled(model):
    return BundledEncoder(model, tuning=None)


@pytest.fixture(scope="module")
def rows(bundled):
    return [one.ids for one in bundled.tokens(TEXTS)]


@pytest.mark.parametrize("packed", [False, True])
def test_every_token_s_state_is_the_library_s(model, weights, rows, packed):
    import torch
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(
        str(model), device="cpu", model_kwargs={"dtype": torch.float32}
    ).eval()
    with torch.inference_mode():
        found = Network(weights, HEADS, packed=packed).states(rows)
        for ids, states in zip(rows, found, strict=True):
            one = {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones((1, len(ids)))}
            expected = library(one)["token_embeddings"][0]
            torch.testing.assert_close(states, expected, atol=2e-4, rtol=1e-3)


def test_a_text_has_the_same_states_whatever_stands_beside_it(bundled, rows):
    together = bundled.states(rows)
    for row, (vector, states) in zip(rows, together, strict=True):
        ((alone, states_alone),) = bundled.states([row])
        cosine = vector @ alone / np.linalg.norm(vector) / np.linalg.norm(alone)
        assert cosine > 0.9999
        assert states.shape == states_alone.shape == (len(row), bundled.dimension)


def test_layers_that_are_not_packed_can_be_derived_by(weights, rows):
    import torch

    name = "encoder.layer.3.attention.self.query.weight"
    learnt = dict(weights) | {name: weights[name].clone().requires_grad_()}
    torch.cat(Network(learnt, HEADS).states(rows[:1])).square().sum().backward()
    assert learnt[name].grad.abs().max() > 0


def test_a_model_of_the_library_s_is_read_alike(model, bundled, rows):
    library = LibraryEncoder(str(model))
    assert (library.query_prefix, library.passage_prefix) == (
        bundled.query_prefix,
        bundled.passage_prefix,
    )
    assert (library.dimension, library.limit) == (bundled.dimension, bundled.limit)
    assert library.count_tokens(TEXTS[1]) == bundled.count_tokens(TEXTS[1])
    for ours, theirs in zip(bundled.tokens(TEXTS), library.tokens(TEXTS), strict=True):
        assert list(ours.ids) == list(theirs.ids)
        assert list(map(tuple, ours.offsets)) == list(map(tuple, theirs.offsets))
    for (ours, states), (theirs, expected) in zip(
        bundled.states(rows), library.states(rows), strict=True
    ):
        assert states.shape == expected.shape
        assert ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs) > 0.999
