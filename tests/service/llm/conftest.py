"""A scripted language model, and an engine that asks it."""

from itertools import pairwise

import numpy as np
import pytest

from service.answering.engine import AnswerEngine
from service.llm.client import ChatClient, Endpoint
from service.llm.writer import ModelWriter
from tests.service.llm.scripted import scripted_model
from tests.service.llm.story import DOCUMENTS, FOUND, QUOTES
from tests.service.ranked import Shelf


class BigramEmbedder:
    """Texts with the same pairs of characters are near: enough where the model is not tested."""

    model_id = "bigrams"
    dimension = 512

    def encode_query(self, text):
        vector = np.zeros(self.dimension, np.float32)
        for pair in pairwise(text):
            vector[sum(map(ord, pair)) * 31 % self.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-6)

    def encode_passages(self, passages):
        return [np.stack([self.encode_query(one.text)]) for one in passages]


@pytest.fixture(scope="session")
def scripted():
    with scripted_model() as model:
        yield model


@pytest.fixture
def endpoint(scripted):
    return Endpoint(scripted.url, "tiny", "a secret key", silence=5, timeout=10)


@pytest.fixture
def client(endpoint):
    made = ChatClient(endpoint, sleep=lambda _: None)
    yield made
    made.close()


@pytest.fixture
def writer(client):
    return ModelWriter(client, BigramEmbedder())


@pytest.fixture
def library():
    return Shelf(DOCUMENTS, FOUND, quotes=QUOTES)


@pytest.fixture
def engine(library, writer):
    return AnswerEngine(library, None, writer)
