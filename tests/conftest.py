"""What is slow to make and never changed, made once: the real model, one real service over it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.articles import ARTICLES
from tests.serving import process_serving, serving, wait_until_ready

if TYPE_CHECKING:
    from index.dense import Transform
    from index.embedder import Embedder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last: its driver keeps an event loop in the main thread, where
    no other can run until it is closed. Put the long ones first, or all cores but one wait for them
    at the end."""

    def turn(item: pytest.Item) -> tuple[bool, bool]:
        with_browser = "chromium" in getattr(item, "fixturenames", ())
        return with_browser, item.get_closest_marker("long") is None

    items.sort(key=turn)


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Where the product itself keeps the converted model, so that it is converted once."""
    from service.settings import Settings

    return Settings().cache_dir


@pytest.fixture(scope="session")
def real_embedder(model_cache: Path) -> "Embedder":
    """The bundled model; only for tests marked `model`."""
    from index.embedder import open_embedder

    return open_embedder("bundled", model_cache)


@pytest.fixture(scope="session")
def real_transform(model_cache: Path, real_embedder: "Embedder") -> "Transform":
    """What `open_index` does by default, the model's habits measured once for all indexes."""
    from index.alignment import align
    from index.centring import centring

    return centring(cache(lambda: align(real_embedder, model_cache / "alignment")))


@pytest.fixture(scope="session")
def served_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the service below."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def server(served_data: Path) -> Iterator[str]:
    """The address of a service that has stored the articles; tests leave these as they are."""
    from service.http.app import create_app
    from service.settings import Settings

    settings = Settings(data_dir=served_data, max_document_bytes=200_000)
    with serving(create_app(settings)) as url:
        wait_until_ready(url)
        for article in ARTICLES:
            httpx.post(f"{url}/v1/documents", json=article, timeout=60).raise_for_status()
        yield url


@pytest.fixture(scope="session")
def reading_server(server: str, served_data: Path) -> Iterator[str]:
    """The address of a second process that only reads what that service has stored."""
    with process_serving(served_data, "--read-only") as url:
        yield url


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as opened:
        yield opened
