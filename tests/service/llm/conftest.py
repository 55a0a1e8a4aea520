"""A scripted language model, and an engine that asks it."""

from itertools import pairwise

import httpx
import numpy as np
import pytest

from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.http.app import create_app
from service.llm.client import ChatClient, Endpoint
from service.llm.writer import ModelWriter
from service.settings import Settings
from tests.articles import ARTICLES
from tests.service.llm.scripted import scripted_model
from tests.service.llm.story import DOCUMENTS, FOUND, QUOTES
from tests.service.ranked import Shelf
from tests.serving import serving, wait_until_ready


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


@pytest.fixture(scope="session")
def chatting(scripted, tmp_path_factory, real_embedder, real_transform):
    """A client of the service whose answers the scripted model writes."""
    from index.corpus import open_index
    from ingest.pipeline import prepare_all
    from ingest.read import from_text

    data = tmp_path_factory.mktemp("written")
    model = ChatClient(
        Endpoint(scripted.url, "tiny", None, silence=20, timeout=40), sleep=lambda _: None
    )

    def load():
        index = open_index(data, real_embedder, transform=real_transform)
        documents = [
            from_text(one["text"], title=one["title"], source=one["source"]) for one in ARTICLES
        ]
        for _ in index.add_all(prepare_all(documents)):
            pass
        writer = ModelWriter(model, real_embedder)
        return Parts(index, AnswerEngine(index, None, writer), len, writer)

    with serving(create_app(Settings(data_dir=data), load)) as url:
        wait_until_ready(url)
        with httpx.Client(base_url=url, timeout=60) as client:
            yield client
