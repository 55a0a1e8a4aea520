"""/openapi.json: every route with examples, the problems it may end in, the key it needs."""

import re

import pytest
from pydantic import BaseModel

from service.http import (
    alias_schemas,
    document_schemas,
    health_schemas,
    job_schemas,
    received,
    schemas,
)
from service.http.app import create_app
from service.http.examples import REPLIES, REQUESTS
from service.http.openai import errors as openai_errors
from service.http.openai import schemas as openai_schemas
from service.http.openai.errors import speaks_openai
from service.http.problem_kinds import KINDS
from service.settings import Settings


@pytest.fixture(scope="module")
def app():
    return create_app(Settings())


@pytest.fixture(scope="module")
def operations(app):
    return {
        f"{method.upper()} {path}": operation
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
    }


def test_every_body_has_an_example(operations):
    for route, operation in operations.items():
        bodies = [operation.get("requestBody", {})]
        bodies += [reply for status, reply in operation["responses"].items() if status != "304"]
        for body in bodies:
            for kind, content in body.get("content", {}).items():
                assert "example" in content, (route, kind)
    assert set(REQUESTS) | set(REPLIES) <= set(operations)


MODELS = {
    name: model
    for module in (
        schemas,
        received,
        health_schemas,
        document_schemas,
        job_schemas,
        alias_schemas,
        openai_schemas,
        openai_errors,
    )
    for name, model in vars(module).items()
    if isinstance(model, type) and issubclass(model, BaseModel)
}


def described(operation):
    """The status (None for the request), model and example of every JSON body of a route."""
    bodies = {None: operation.get("requestBody", {}), **operation["responses"]}
    for status, body in bodies.items():
        content = body.get("content", {}).get("application/json")
        if content is not None:
            reference = content["schema"].get("$ref", "")
            title = reference.rpartition("/")[2] or content["schema"].get("title")
            yield status, MODELS.get(title), content["example"]


def test_examples_are_what_the_models_take_and_give(operations):
    checked = set()
    for route, operation in operations.items():
        for status, model, example in described(operation):
            assert model is not None, route
            read = model.model_validate(example)
            if status is not None:  # a reply has every field, and no other
                assert set(read.model_dump()) == set(example), route
            checked.add(model.__name__)
    assert {"ChatIn", "SearchIn", "DocumentIn", "AnswerOut", "FullDocumentOut", "JobOut"} <= checked


def test_the_api_asks_for_a_key_and_the_rest_does_not(app, operations):
    (name, scheme), *others = app.openapi()["components"]["securitySchemes"].items()
    assert (scheme["type"], scheme["scheme"], others) == ("http", "bearer", [])
    for route, operation in operations.items():
        # {}: no key is needed as long as there is none.
        expected = [{name: []}, {}] if " /v1/" in route else None
        assert operation.get("security") == expected, route
        problems = expected is not None and not speaks_openai(route.split()[1])
        assert ("401" in operation["responses"]) == problems, route


def test_problems_have_our_form_and_codes(app, operations):
    problem = app.openapi()["components"]["schemas"]["Problem"]
    for route, operation in operations.items():
        assert "default" in operation["responses"], route
        if speaks_openai(route.split()[1]):
            continue
        for status, reply in operation["responses"].items():
            if status.startswith(("2", "3")):
                continue
            assert set(reply["content"]) == {"application/problem+json"}, route
            content = reply["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            example = content["example"]
            assert set(problem["required"]) == set(example)
            assert KINDS[example["code"]].status == example["status"]
            assert status in ("default", str(example["status"]))
    deleting = operations["DELETE /v1/documents/{doc_id}"]["responses"]
    assert {"401", "403", "404", "429", "503"} <= deleting.keys()
    refused = operations["POST /v1/chat"]["responses"]["403"]["description"]
    assert "foreign_origin" in refused
    assert "insufficient_scope" not in refused


def test_nothing_refers_to_what_is_not_there(app):
    schema = app.openapi()
    named = set(re.findall(r"#/components/schemas/(\w+)", str(schema)))
    assert named <= set(schema["components"]["schemas"])
