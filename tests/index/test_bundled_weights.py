"""The 4-bit model file, read from bytes put together by hand."""

import numpy as np
import pytest

from index.bundled_weights import Shape, WeightFile
from index.errors import ModelUnreadable
from tests.index.e5s1 import HIDDEN, PIECES, SCORES, ModelFile, block, floats


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.bin"


def test_a_block_is_a_scale_and_nibbles_low_halves_first(path):
    # fp16 0.25 is 0x3400. Byte i holds weight i in its low half and weight 16 + i in its high one:
    # 0x80 -> (0 - 8, 8 - 8), 0x1f -> (15 - 8, 1 - 8), 0x98 -> (8 - 8, 9 - 8), the rest zeros.
    raw = bytes([0x00, 0x34, 0x80, 0x1F, 0x98, *[0x88] * 13])
    file = ModelFile(tensors={"one": raw})
    found = WeightFile(file.write(path)).quantised("one", 1, 32)
    expected = np.zeros((1, 32), np.float32)
    expected[0, :3] = (-2.0, 1.75, 0.0)
    expected[0, 16:19] = (0.0, -1.75, 0.25)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.float32


def test_blocks_fill_rows_in_order(path):
    blocks = [block(1.0, [number] * 32) for number in (1, 2, 3, 4)]
    file = ModelFile(tensors={"four": b"".join(blocks)})
    found = WeightFile(file.write(path)).quantised("four", 2, 64)
    np.testing.assert_array_equal(found, np.repeat([[1, 2], [3, 4]], 32, axis=1))


def test_every_weight_that_four_bits_can_say_comes_back(path):
    weights = [*range(-8, 8), *range(7, -9, -1)]
    file = ModelFile(tensors={"all": block(-0.5, weights)})
    found = WeightFile(file.write(path)).quantised("all", 1, 32)
    np.testing.assert_array_equal(found[0], [-weight / 2 for weight in weights])


def test_header_and_vocabulary(path):
    file = WeightFile(ModelFile().write(path))
    assert file.shape == Shape(32, 1, 2, 64, 7, 4, 2)
    assert file.vocabulary.pieces == PIECES
    assert file.vocabulary.scores == SCORES
    assert file.vocabulary.unknown == 3


def test_the_state_has_every_tensor_of_the_network_under_bert_s_names(path):
    state = WeightFile(ModelFile().write(path)).state()
    assert {name: values.shape for name, values in state.items()} == {
        "embeddings.word_embeddings.weight": (7, 32),
        "embeddings.position_embeddings.weight": (4, 32),
        "embeddings.token_type_embeddings.weight": (2, 32),
        "embeddings.LayerNorm.weight": (32,),
        "embeddings.LayerNorm.bias": (32,),
        "pooler.dense.weight": (32, 32),
        "pooler.dense.bias": (32,),
        **_layer_shapes(),
    }
    assert {values.dtype for values in state.values()} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(
        state["embeddings.position_embeddings.weight"].ravel(), np.arange(4 * HIDDEN)
    )
    np.testing.assert_array_equal(
        state["encoder.layer.0.intermediate.dense.bias"], np.arange(64, dtype=np.float32)
    )


def test_a_token_type_that_is_not_stored_is_zero(path):
    types = WeightFile(ModelFile().write(path)).state()["embeddings.token_type_embeddings.weight"]
    np.testing.assert_array_equal(types, [[7.0] * HIDDEN, [0.0] * HIDDEN])


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (ModelFile(magic=b"GGUF"), "E5S1"),
        (ModelFile(weights_in_a_block=64), "64"),
        (ModelFile(tensors={}), "emb.type"),
        (ModelFile(tensors=ModelFile().tensors | {"emb.word": block(1, [0] * 32)}), "emb.word"),
        (ModelFile(tensors=ModelFile().tensors | {"emb.word": b"\0" * 19}), "emb.word"),
        (ModelFile(tensors=ModelFile().tensors | {"emb.pos": floats(1, 2, 3)}), "emb.pos"),
    ],
    ids=["magic", "blocks", "absent", "too-few-weights", "half-a-block", "too-few-floats"],
)
def test_another_kind_of_file_is_refused(path, file, said):
    with pytest.raises(ModelUnreadable, match=said):
        WeightFile(file.write(path)).state()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.03, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_ends_early_is_refused(path, share):
    whole = ModelFile().content()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelUnreadable):
        WeightFile(path).state()


def _layer_shapes():
    here = "encoder.layer.0."
    linear = {
        "attention.self.query": (32, 32),
        "attention.self.key": (32, 32),
        "attention.self.value": (32, 32),
        "attention.output.dense": (32, 32),
        "intermediate.dense": (64, 32),
        "output.dense": (32, 64),
    }
    shapes = {f"{here}{name}.weight": shape for name, shape in linear.items()}
    shapes |= {f"{here}{name}.bias": shape[:1] for name, shape in linear.items()}
    for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
        shapes |= {f"{here}{norm}.weight": (32,), f"{here}{norm}.bias": (32,)}
    return shapes
