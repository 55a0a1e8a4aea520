"""A request is one line of the log: who, what and how long, and nothing of what was asked."""

import pytest
from structlog.testing import capture_logs

from tests.articles import MINISTER_QUESTION, ROCKET_QUOTE

pytestmark = pytest.mark.model


def test_neither_questions_nor_documents_are_logged(client):
    with capture_logs() as lines:
        answered, searched, named = asked(client)
    logged = repr(lines)
    for response in (answered, searched, named):
        assert response.status_code == 200
        assert response.headers["X-Request-ID"] in logged
    for secret in (MINISTER_QUESTION, "국재하", "미과부", "named="):
        assert secret not in logged


def asked(client):
    answered = client.post("/v1/chat", json={"question": MINISTER_QUESTION})
    assert ROCKET_QUOTE in answered.text
    searched = client.post("/v1/search", json={"question": MINISTER_QUESTION})
    named = client.get("/v1/documents", params={"named": "미과부"})
    return answered, searched, named
