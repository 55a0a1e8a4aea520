"""Every error leaves as RFC 9457 problem+json with a stable `code`, or in OpenAI's shape where a
route has it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ingest.errors import BriefingError
from service.http.access_log import note
from service.http.methods import allowed
from service.http.openai.errors import error_out, speaks_openai, status_of
from service.http.problem_kinds import kind_of
from service.http.security import HEADERS

MEDIA_TYPE = "application/problem+json"

# What the framework raises itself carries only a status; these are the codes it stands for.
_CODE_OF_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_format",
    422: "invalid_request",
}
# A request with a thousand wrong fields needs no thousand lines in return.
_MAX_FIELD_ERRORS = 20

log = structlog.get_logger()


class RequestRefused(Exception):
    """The HTTP layer itself refuses a request; `code` is a row of the table."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def problem_body(code: str, detail: str, instance: str) -> dict[str, Any]:
    """Write the members of a problem: RFC 9457's, plus `code` and `detail_ko`."""
    kind = kind_of(code)
    return {
        "type": "about:blank",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "detail_ko": kind.korean,
        "code": code,
        "instance": instance,
    }


def problem(
    request: Request,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, object] | None = None,
    field: str | None = None,
) -> JSONResponse:
    """Answer a request with a problem, and with `Retry-After` where waiting helps.

    OpenAI's shape has room for no extension, and for one `field`, the first that was wrong.
    """
    note(request, {"code": code})
    kind = kind_of(code)
    sent = dict(headers or {})
    if kind.retry_after is not None:
        sent.setdefault("Retry-After", str(kind.retry_after))
    path = request.url.path
    if speaks_openai(path):
        error = error_out(code, detail, field)
        return JSONResponse(error.model_dump(), status_of(kind), headers=sent)
    body = problem_body(code, detail, path) | dict(extensions or {})
    return JSONResponse(body, kind.status, headers=sent, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Register the handlers for everything a route or the framework can raise."""
    app.add_exception_handler(BriefingError, _on_briefing_error)
    app.add_exception_handler(RequestRefused, _on_refused)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_unexpected)


def _on_briefing_error(request: Request, error: Exception) -> JSONResponse:
    code = error.code if isinstance(error, BriefingError) else "internal_error"
    return problem(request, code, str(error) or kind_of(code).title)


def _on_refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestRefused):
        return _on_unexpected(request, error)
    return problem(request, error.code, error.detail)


def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        return _on_unexpected(request, error)
    details = error.errors()
    if any(detail["type"] == "json_invalid" for detail in details):
        return problem(request, "malformed_json", "The body is not valid JSON.")
    fields = field_errors(details)
    first = fields[0]["field"] if fields else None
    more = {"errors": fields}
    return problem(request, "invalid_request", _sentence(fields), extensions=more, field=first)


def field_errors(details: Sequence[Any]) -> list[dict[str, str]]:
    """Keep where and what of pydantic's errors; never the input, which may not even encode."""
    return [
        {
            "field": ".".join(str(part) for part in detail["loc"]),
            "message": str(detail["msg"]).removeprefix("Value error, "),
        }
        for detail in details[:_MAX_FIELD_ERRORS]
    ]


def _sentence(fields: Sequence[Mapping[str, str]]) -> str:
    if not fields:
        return "The request does not have the expected form."
    return "; ".join(f"{field['field']}: {field['message']}" for field in fields)


def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        return _on_unexpected(request, error)
    code = _CODE_OF_STATUS.get(error.status_code, "bad_request")
    if code == "bad_request" and "json" in request.headers.get("content-type", ""):
        # Bytes that are no UTF-8, or nesting too deep to follow: not JSON anyone can read.
        return problem(request, "malformed_json", "The body is not valid JSON.")
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        code = "internal_error"
    headers = dict(error.headers or {})
    if "Allow" in headers:  # the methods of one route: others may be at the same path
        headers["Allow"] = allowed(request)
    return problem(request, code, _detail(request, error), headers)


def _detail(request: Request, error: HTTPException) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return "Nothing is served at this path."
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not possible here."
    return str(error.detail)


def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    """Say nothing of the inside to the client; the server logs the trace when it is raised on.

    This answer is written outside the middleware, so it brings their headers itself.
    """
    request_id = getattr(request.state, "request_id", "")
    log.error("unexpected_error", path=request.url.path, reason=repr(error), request_id=request_id)
    headers = {**HEADERS, "X-Request-ID": request_id}
    return problem(request, "internal_error", "Something failed inside the service.", headers)
