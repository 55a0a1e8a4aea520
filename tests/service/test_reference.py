"""docs/api.md is what the service says of itself, and leaves nothing out."""

import re
from pathlib import Path

import pytest

from index.records import ChangeKind
from service.http.app import create_app
from service.http.problem_kinds import KINDS
from service.http.reference.codes import WHEN
from service.http.reference.fields import properties, resolved
from service.http.reference.layout import laid_out
from service.http.reference.page import written
from service.http.route_problems import EVERYWHERE
from service.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.fixture(scope="module")
def openapi():
    return create_app(Settings()).openapi()


def test_the_page_is_what_the_code_says(openapi):
    same = written(openapi) == PAGE.read_text(encoding="utf-8")
    assert same, "docs/api.md differs: python -m service.http.reference writes it again"


def test_what_any_route_may_answer_is_said_once_for_all():
    introduction = PAGE.read_text(encoding="utf-8").partition("## Keys")[0]
    assert [code for code in EVERYWHERE if f"`{code}`" not in introduction] == []


def test_a_document_that_was_sent_may_have_become_all_that_storing_can_do(openapi):
    status = resolved(
        openapi, openapi["components"]["schemas"]["IngestedOut"]["properties"]["status"]
    )
    assert status.get("enum") == [kind.value for kind in ChangeKind]


def test_every_field_says_what_it_means(openapi):
    silent = [
        f"{name}.{field}"
        for name, schema in openapi["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        if "description" not in said
    ]
    silent += [
        f"{method} {path} {one['name']}"
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
        for one in operation.get("parameters", ())
        if "description" not in {**one["schema"], **one}
    ]
    assert silent == []


def test_every_object_has_its_table(openapi):
    page = PAGE.read_text(encoding="utf-8")
    missing = [
        name
        for name, schema in openapi["components"]["schemas"].items()
        if "properties" in schema
        # A job in a list is the one that is looked up, without its items.
        and name not in ("JobOut", "DocumentOut", "ErrorOut")
        and not any(properties(openapi, schema, defaults=one) in page for one in (True, False))
    ]
    assert missing == []


def test_a_job_and_a_document_in_a_list_have_no_field_of_their_own(openapi):
    schemas = openapi["components"]["schemas"]
    for listed, whole in (("JobOut", "JobWithItems"), ("DocumentOut", "FullDocumentOut")):
        assert schemas[listed]["properties"].items() <= schemas[whole]["properties"].items()


def test_every_code_has_its_row():
    assert list(WHEN) != []
    assert set(WHEN) == set(KINDS)


def test_what_a_reply_may_be_and_how_it_fails_stands_with_each_route(openapi):
    page = PAGE.read_text(encoding="utf-8")
    parts = re.split(r"^##+ ", page, flags=re.MULTILINE)
    for path, methods in openapi["paths"].items():
        for method in methods:
            (part,) = [one for one in parts if f"`{method.upper()} {path}`\n" in one[:90]]
            assert "curl -s" in part, path
            if method != "get" or "{" in path:
                assert "Errors" in part or "openai" in str(methods[method]["tags"]), path


def test_json_is_laid_out_for_people():
    assert laid_out({"a": 1, "b": ["가", None]}) == '{"a": 1, "b": ["가", null]}'
    long = {"text": "가" * 60, "more": ["b" * 50]}
    assert laid_out(long) == f'{{\n  "text": "{"가" * 60}",\n  "more": ["{"b" * 50}"]\n}}'


def test_a_component_is_found_by_its_reference():
    openapi = {"components": {"schemas": {"A": {"type": "string"}}}}
    assert resolved(openapi, {"$ref": "#/components/schemas/A"}) == {"type": "string"}
