"""The model is loaded when a vector is needed, once, and has to be the announced one."""

import numpy as np
import pytest

from index.embedder import PassageText
from index.encoder import Matrix
from index.errors import ModelUnreadable
from service.lazy_embedder import LazyEmbedder


class Tiny:
    model_id = "tiny"
    dimension = 2

    def encode_query(self, _text: str) -> Matrix:
        return np.array([1, 0], np.float32)

    def encode_passages(self, passages: list[PassageText]) -> list[Matrix]:
        return [np.array([[0, 1]], np.float32) for _ in passages]


def lazy(dimension: int | None, model_id: str = "tiny") -> tuple[LazyEmbedder, list[str]]:
    loads: list[str] = []

    def load() -> Tiny:
        loads.append("loaded")
        return Tiny()

    return LazyEmbedder(model_id, load, dimension), loads


def test_names_and_sizes_need_no_model() -> None:
    embedder, loads = lazy(2)
    assert (embedder.model_id, embedder.dimension) == ("tiny", 2)
    assert loads == []


def test_an_unknown_size_is_asked_of_the_model() -> None:
    embedder, loads = lazy(None)
    assert embedder.dimension == 2
    assert loads == ["loaded"]


def test_vectors_load_the_model_once() -> None:
    embedder, loads = lazy(2)
    assert embedder.encode_query("질문").tolist() == [1, 0]
    assert [one.tolist() for one in embedder.encode_passages([PassageText("", "글")])] == [[[0, 1]]]
    assert loads == ["loaded"]


@pytest.mark.parametrize(("dimension", "model_id"), [(3, "tiny"), (2, "other")])
def test_a_model_that_is_not_the_announced_one_is_refused(dimension: int, model_id: str) -> None:
    embedder, _ = lazy(dimension, model_id)
    with pytest.raises(ModelUnreadable, match=r"expected the model .* got 'tiny' with 2"):
        embedder.encode_query("질문")
