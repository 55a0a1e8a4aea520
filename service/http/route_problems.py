"""Which problems each route may answer with, as far as they are worth naming."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.http.guarded import is_guarded, needed_scope
from service.keys.key import Scope

# Routes under /v1 may answer with these, all of them.
EVERYWHERE = (
    "key_required",
    "invalid_key",
    "foreign_host",
    "rate_limited",
    "not_ready",
    "keys_unreadable",
    "busy",
)

_BODY = ("malformed_json", "body_too_large", "unsupported_format")
_READING = (
    "document_too_large",
    "undecodable_text",
    "encrypted_document",
    "damaged_document",
    "unsafe_archive",
    "parser_limit",
    "empty_document",
)
_WRITING = ("store_busy", "storage_failed")
# What only these can meet; more, where a path begins so.
_OWN: Mapping[str, tuple[str, ...]] = {
    "POST /v1/chat": ("empty_question", "question_too_long", "index_failure", "citation_mismatch"),
    "POST /v1/search": ("empty_question", "question_too_long", "index_failure"),
    "POST /v1/documents": (
        *_READING,
        "idempotency_key_busy",
        "idempotency_key_reused",
        "jobs_full",
        *_WRITING,
    ),
    "DELETE /v1/documents/{doc_id}": _WRITING,
    "GET /readyz": ("not_ready",),
}


def problems_of(method: str, path: str, operation: Mapping[str, Any]) -> list[str]:
    """The codes, each once."""
    return list(dict.fromkeys(_problems(method, path, operation)))


def _problems(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    if is_guarded(path):
        yield from EVERYWHERE
        if needed_scope(method, path) is Scope.WRITE:
            yield "insufficient_scope"
            yield "read_only"
        if method != "GET":
            yield "foreign_origin"
    if "parameters" in operation or "requestBody" in operation:
        yield "invalid_request"
    if "requestBody" in operation:
        yield from _BODY
    if "{doc_id}" in path:
        yield "unknown_document"
    if "{job_id}" in path:
        yield "unknown_job"
    yield from _OWN.get(f"{method} {path}", ())
