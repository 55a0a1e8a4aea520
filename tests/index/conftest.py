import pytest

from index.corpus import open_index
from tests.index.fakes import FakeEmbedder


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture
def index(tmp_path, embedder):
    with open_index(tmp_path / "data", embedder) as opened:
        yield opened
