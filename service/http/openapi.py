"""What /openapi.json says beside what the routes say themselves: keys, problems, examples."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

from service.http.examples import REPLIES, REQUESTS
from service.http.guarded import is_guarded
from service.http.openai.errors import speaks_openai
from service.http.problem_kinds import kind_of
from service.http.problems import MEDIA_TYPE, problem_body
from service.http.route_problems import problems_of

_REFERENCE = "#/components/schemas/Problem"
_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "Made by `briefing keys create`; asked for as soon as there is one.",
}


class FieldError(BaseModel):
    """What is wrong with one field of a request."""

    field: str = Field(description="where it is, as in `body.k`")
    message: str = Field(description="what is wrong with it")


class Problem(BaseModel):
    """Any error (RFC 9457): `code` is stable, `detail_ko` is for a person."""

    type: str = Field(description="always `about:blank`")
    title: str = Field(description="the code as words")
    status: int = Field(description="that of the response")
    detail: str = Field(description="what came and what was expected; may change")
    detail_ko: str = Field(description="a Korean sentence for a person")
    code: str = Field(description="one of those below, and stable")
    instance: str = Field(description="the path that was asked for")
    errors: list[FieldError] | None = Field(default=None, description="with `invalid_request`")


class DescribedApi(FastAPI):
    """An application whose description is whole."""

    def openapi(self) -> dict[str, Any]:
        """Describe the API, once."""
        if self.openapi_schema is None:
            _complete(super().openapi())
        schema: dict[str, Any] = self.openapi_schema or {}
        return schema


def _complete(schema: dict[str, Any]) -> None:
    parts = schema["components"]
    for name in (
        "HTTPValidationError",
        "ValidationError",
    ):  # the framework's own; ours are problems
        parts["schemas"].pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts["schemas"].update(problem.pop("$defs"), Problem=problem)
    parts["securitySchemes"] = {"key": _SCHEME}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if not speaks_openai(path):  # whose errors have a shape of their own
                _add_problems(path, method.upper(), operation)
            _add_examples(f"{method.upper()} {path}", operation)
            if is_guarded(path):
                operation["security"] = [{"key": []}, {}]


def _add_problems(path: str, method: str, operation: dict[str, Any]) -> None:
    by_status: dict[int, list[str]] = {}
    for code in problems_of(method, path, operation):
        by_status.setdefault(kind_of(code).status, []).append(code)
    for status, codes in by_status.items():
        operation["responses"][str(status)] = _response(codes, path)
    default = _response(["internal_error"], path) | {"description": "Any other problem."}
    operation["responses"]["default"] = default


def _response(codes: Sequence[str], path: str) -> dict[str, Any]:
    """What a status may mean, with the first of its codes as the example."""
    said = "; ".join(f"{kind_of(code).title} (`{code}`)" for code in codes)
    example = problem_body(codes[0], f"{kind_of(codes[0]).title}.", path)
    content = {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE}, "example": example}}
    return {"description": f"{said}.", "content": content}


def _add_examples(route: str, operation: dict[str, Any]) -> None:
    for kind, example in REQUESTS.get(route, {}).items():
        operation["requestBody"]["content"][kind]["example"] = example
    for status, contents in REPLIES.get(route, {}).items():
        response = operation["responses"][status]
        for kind, example in contents.items():
            response.setdefault("content", {}).setdefault(kind, {})["example"] = example
