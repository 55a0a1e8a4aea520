"""What /openapi.json says beside what the routes say themselves: keys, problems, examples."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

from service.http.examples import REPLIES, REQUESTS
from service.http.key_check import is_guarded, needed_scope
from service.http.openai.errors import speaks_openai
from service.http.problem_kinds import kind_of
from service.http.problems import MEDIA_TYPE, problem_body
from service.keys.key import Scope

_REFERENCE = "#/components/schemas/Problem"
_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "Made by `briefing keys create`; asked for as soon as there is one.",
}


class FieldError(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """Any error (RFC 9457): `code` is stable, `detail_ko` is for a person."""

    type: str
    title: str
    status: int
    detail: str
    detail_ko: str
    code: str
    instance: str
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
    responses = operation["responses"]
    for code in _codes(path, method, operation):
        responses[str(kind_of(code).status)] = _response(code, path)
    responses["default"] = _response("internal_error", path) | {"description": "Any other problem."}


def _codes(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    """The problems worth naming; one code for each status."""
    codes = ["not_ready"] if is_guarded(path) or path == "/readyz" else []
    if is_guarded(path):
        codes += ["key_required", "rate_limited"]
        if needed_scope(method, path) is Scope.WRITE:
            codes.append("insufficient_scope")
    if "parameters" in operation or "requestBody" in operation:
        codes.append("invalid_request")
    if "requestBody" in operation:
        codes += ["malformed_json", "body_too_large", "unsupported_format"]
    if path == "/v1/documents" and method == "POST":
        codes += ["idempotency_key_busy", "storage_failed"]
    if "{doc_id}" in path:
        codes.append("unknown_document")
    if "{job_id}" in path:
        codes.append("unknown_job")
    return codes


def _response(code: str, path: str) -> dict[str, Any]:
    kind = kind_of(code)
    example = problem_body(code, f"{kind.title}.", path)
    content = {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE}, "example": example}}
    return {"description": f"{kind.title} (`{code}`).", "content": content}


def _add_examples(route: str, operation: dict[str, Any]) -> None:
    for kind, example in REQUESTS.get(route, {}).items():
        operation["requestBody"]["content"][kind]["example"] = example
    for status, contents in REPLIES.get(route, {}).items():
        response = operation["responses"][status]
        for kind, example in contents.items():
            response.setdefault("content", {}).setdefault(kind, {})["example"] = example
