"""Errors in OpenAI's shape, on its routes only; the codes are those of every other route."""

from http import HTTPStatus

from pydantic import BaseModel, Field

from service.http.problem_kinds import Kind, kind_of

_ROUTES = ("/v1/chat/completions/", "/v1/models/")
# What an error is about, where its code alone says so.
_PARAMS = {
    "model_not_found": "model",
    "empty_question": "messages",
    "question_too_long": "messages",
}


class ErrorDetails(BaseModel):
    """What went wrong; `param` is the field it is about."""

    message: str = Field(
        description="what came and what was expected, and a Korean sentence for a person"
    )
    type: str = Field(description="`invalid_request_error`, or `server_error` from 500 on")
    param: str | None = Field(description="the field it is about, or null")
    code: str = Field(
        description="one of the [codes](#errors) below, with its status; but 400 where that is 422"
    )


class ErrorOut(BaseModel):
    """An error as OpenAI's clients read it."""

    error: ErrorDetails = Field(description="what went wrong")


def speaks_openai(path: str) -> bool:
    """Whether a path belongs to the routes in OpenAI's shape.

    >>> speaks_openai("/v1/models/briefing-qa"), speaks_openai("/v1/chat")
    (True, False)
    """
    return f"{path}/".startswith(_ROUTES)


def status_of(kind: Kind) -> int:
    """The status of an error here: what is 422 elsewhere is 400, as these clients expect."""
    return 400 if kind.status == HTTPStatus.UNPROCESSABLE_ENTITY else kind.status


def error_out(code: str, detail: str, field: str | None = None) -> ErrorOut:
    """Write an error for a person in both languages; `field` is the first that was wrong."""
    kind = kind_of(code)
    ours = kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    param = _PARAMS.get(code) if field is None else field.removeprefix("body.")
    return ErrorOut(
        error=ErrorDetails(
            message=f"{detail} ({kind.korean})",
            type="server_error" if ours else "invalid_request_error",
            param=param,
            code=code,
        )
    )
