"""One route: what it does, an example with its reply, what it takes and gives, how it fails."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from service.http.openai.errors import speaks_openai
from service.http.problem_kinds import kind_of
from service.http.reference.fields import Schema, meaning, properties, resolved, shown_default
from service.http.reference.layout import laid_out
from service.http.reference.table import table
from service.http.route_problems import EVERYWHERE, problems_of

_HOST = "http://127.0.0.1:8000"
_JSON, _STREAM = "application/json", "text/event-stream"
# In paths of examples; a query needs none.
_EXAMPLES = {
    "doc_id": "159c1c9620161661c449",
    "job_id": "20260312t013000123-9f3a2b1c",
    "model_id": "briefing-qa",
}


def route(openapi: Schema, method: str, path: str) -> str:
    """The part of the page about a route. Raises KeyError where there is none."""
    operation = openapi["paths"][path][method.lower()]
    parts = [
        operation["description"],
        f"```\n{_curl(method, path, operation)}\n```",
        *_examples(operation),
        *_taken(openapi, operation),
        *_given(openapi, operation),
        _errors(method, path, operation),
    ]
    return "\n\n".join(part for part in parts if part)


def _curl(method: str, path: str, operation: Schema) -> str:
    address = re.sub(r"\{(\w+)\}", lambda match: _EXAMPLES[match[1]], path)
    line = f"curl -s {_HOST}{address}"
    if method == "DELETE":
        return f"curl -s -X DELETE {_HOST}{address}"
    content = operation.get("requestBody", {}).get("content", {})
    lines = []
    for kind, body in content.items():
        if kind == _JSON:
            sent = laid_out(body["example"], indent=2)
            lines.append(f"{line} -H 'Content-Type: {_JSON}' \\\n  -d '{sent}'")
        else:
            (field,) = body["example"]
            lines.append(f"{line} -F {field}=@{body['example'][field]}")
    return "\n".join(lines) or line


def _examples(operation: Schema) -> Iterator[str]:
    """The reply as it is asked for above, and as a stream where there is one."""
    for kind, content in _main(operation)[1].get("content", {}).items():
        example = content["example"]
        shown = example.rstrip() if isinstance(example, str) else laid_out(example)
        if kind == _STREAM:
            yield "As a stream:"
        yield f"```\n{shown}\n```"


def _taken(openapi: Schema, operation: Schema) -> Iterator[str]:
    rows = [
        (
            one["name"],
            one["in"],
            "required" if one["required"] else shown_default(one["schema"]),
            meaning({**one["schema"], **one}),
        )
        for one in operation.get("parameters", ())
    ]
    if rows:
        yield table(("parameter", "in", "default", "meaning"), rows)
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        schema = resolved(openapi, content["schema"])
        yield f"The request, `{kind}`:\n\n{properties(openapi, schema, defaults=True)}"


def _given(openapi: Schema, operation: Schema) -> Iterator[str]:
    main, reply = _main(operation)
    schema = resolved(openapi, reply.get("content", {}).get(_JSON, {}).get("schema", {}))
    if "properties" in schema:
        yield f"The reply ({main}):\n\n{properties(openapi, schema, defaults=False)}"
    elif "content" not in reply:
        yield f"The reply ({main}) has no body."
    others = [(status, other) for status, other in _successes(operation) if status != main]
    yield "\n".join(f"- {status}: {other['description']}" for status, other in others)


def _main(operation: Schema) -> tuple[str, Schema]:
    """The success that comes with nothing special: what is made, before what was there."""
    successes = dict(_successes(operation))
    status = "201" if "201" in successes else min(successes)
    return status, successes[status]


def _successes(operation: Schema) -> Iterator[tuple[str, Schema]]:
    for status, reply in sorted(operation["responses"].items()):
        if status.isdigit() and int(status) < HTTPStatus.MULTIPLE_CHOICES:
            yield status, reply


def _errors(method: str, path: str, operation: Mapping[str, Any]) -> str:
    if speaks_openai(path):
        return ""
    by_status: dict[int, list[str]] = {}
    for code in problems_of(method, path, operation):
        if code not in EVERYWHERE or path == "/readyz":
            by_status.setdefault(kind_of(code).status, []).append(f"`{code}`")
    named = [f"{status} {', '.join(codes)}" for status, codes in sorted(by_status.items())]
    return f"Errors: {'; '.join(named)}." if named else ""
