"""What several tests of the HTTP layer need."""

from collections.abc import Callable, Iterator

import httpx
import pytest


@pytest.fixture
def send(client: httpx.Client) -> Iterator[Callable[..., httpx.Response]]:
    """Post a document and take it away again when the test is over."""
    sent = []

    def post(**body: object) -> httpx.Response:
        response = client.post("/v1/documents", **body)
        if response.is_success:
            sent.append(response.json()["doc_id"])
        return response

    yield post
    for doc_id in sent:
        client.delete(f"/v1/documents/{doc_id}")
