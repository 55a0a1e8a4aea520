"""The service held to its own description: whatever is sent, the reply is one that it describes."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks as described

from ingest.web import WebPolicy
from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.http import app as application
from service.http.openai.errors import speaks_openai
from service.http.problem_kinds import KINDS
from service.settings import Settings
from tests.articles import ARTICLES, MINISTER_QUESTION, MINISTER_QUESTION_EN
from tests.serving import serving, wait_until_ready

if TYPE_CHECKING:
    from index.dense import Transform
    from index.embedder import Embedder

pytestmark = pytest.mark.model
# What is asked in half of the requests that could be answered.
REAL: dict[str, dict[str, Any]] = {
    "/v1/chat": {"question": MINISTER_QUESTION},
    "/v1/search": {"question": MINISTER_QUESTION_EN},
    "/v1/chat/completions": {
        "model": "briefing-qa",
        "messages": [{"role": "user", "content": MINISTER_QUESTION}],
    },
}
CHECKS = [
    not_a_server_error,
    described.status_code_conformance,
    described.content_type_conformance,
    described.response_headers_conformance,
    described.response_schema_conformance,
    described.negative_data_rejection,
    described.allow_header_conformance,
]


def nowhere(_host: str) -> list[str]:
    """Resolves no name: what is made up must lead to nobody."""
    raise OSError("no such host")


@pytest.fixture(scope="module")
def url(
    tmp_path_factory: pytest.TempPathFactory,
    real_embedder: "Embedder",
    real_transform: "Transform",
) -> Iterator[str]:
    """A service with the articles stored, which anything may be done to."""
    from index.corpus import open_index

    data = tmp_path_factory.mktemp("described")

    def load() -> Parts:
        index = open_index(data, real_embedder, transform=real_transform)
        return Parts(index, AnswerEngine(index), real_embedder.count_tokens)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "WebPolicy", partial(WebPolicy, resolve=nowhere))
        app = application.create_app(Settings(data_dir=data), load)
    with serving(app) as address:
        wait_until_ready(address)
        yield address


@pytest.fixture(scope="module")
def operations(url: str) -> list[APIOperation]:
    """Everything that is described; what removes documents comes last."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    found = [one.ok() for one in schema.get_all_operations()]
    return sorted(found, key=lambda one: one.method == "delete")


@pytest.mark.promise(9)
def test_every_reply_is_one_that_is_described(
    url: str,
    operations: list[APIOperation],
    scale: Callable[[int, int], int],
    seed: int,
    tally: Counter[str],
) -> None:
    with httpx.Client(base_url=url, timeout=60) as client, requests.Session() as session:
        for article in ARTICLES:
            client.post("/v1/documents", json=article).raise_for_status()
        call = Call(url, session, ids(client), tally)
        for operation in operations:
            for mode in modes(operation):
                fuzz(operation, mode, call, scale(5, 400), seed)
    assert tally["cases"] >= scale(120, 10_000)
    assert tally["2xx"] > tally["cases"] / 10


def ids(client: httpx.Client) -> dict[str, list[str]]:
    """What is stored, by the name of the parameter, so that an id may be a real one."""
    job = client.post(
        "/v1/documents", json=ARTICLES[0], headers={"Prefer": "respond-async"}
    ).raise_for_status()
    documents = client.get("/v1/documents").json()["documents"]
    return {
        "doc_id": [one["doc_id"] for one in documents],
        "job_id": [job.json()["job_id"]],
        "model_id": ["briefing-qa"],
    }


def modes(operation: APIOperation) -> list[GenerationMode]:
    """What can be sent: an id or a tag may be any text, so some requests cannot be wrong."""
    asked = [one for one in operation.iter_parameters() if one.location == "query"]
    can_be_wrong = asked or operation.body
    return list(GenerationMode) if can_be_wrong else [GenerationMode.POSITIVE]


def fuzz(
    operation: APIOperation, mode: GenerationMode, call: "Call", number: int, seed: int
) -> None:
    """Send so many requests that fit the description, or do not."""

    # A request changes what the next one meets, so a failure is shown and not looked for again.
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=number,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
        database=None,
        deadline=None,
    )
    @hypothesis.given(operation.as_strategy(mode), st.randoms(use_true_random=False))
    def one(case: Case, chance: Random) -> None:
        call(case, chance)

    one()


@dataclass(frozen=True, slots=True)
class Call:
    """Sends a request and holds the reply to what is described."""

    url: str
    session: requests.Session
    known: dict[str, list[str]]
    tally: Counter[str]

    def __call__(self, case: Case, chance: Random) -> None:
        if case.meta.generation.mode is GenerationMode.POSITIVE and chance.random() < 0.5:
            self._make_real(case, chance)
        response = case.call(self.url, session=self.session)
        self.tally["cases"] += 1
        self.tally[f"{response.status_code // 100}xx"] += 1
        case.validate_response(response, CHECKS)
        described_statuses = case.operation.definition.raw["responses"]
        if not speaks_openai(case.path):  # where any error has the one shape
            assert str(response.status_code) in described_statuses, response.text
        if response.headers.get("content-type", [""])[0] == "application/problem+json":
            problem = response.json()
            assert KINDS[problem["code"]].status == response.status_code

    def _make_real(self, case: Case, chance: Random) -> None:
        """Put an id that there is, or a question with an answer, in the place of a made-up one."""
        for name in case.path_parameters:
            case.path_parameters = {**case.path_parameters, name: chance.choice(self.known[name])}
        real = REAL.get(case.path, {})
        if real and isinstance(case.body, dict):
            case.body = {**case.body, **real}
