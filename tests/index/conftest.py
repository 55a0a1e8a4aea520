import pytest

from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture
def index(tmp_path, embedder):
    with open_plain(tmp_path / "data", embedder) as opened:
        yield opened
