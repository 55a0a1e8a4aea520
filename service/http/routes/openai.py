"""POST /v1/chat/completions and GET /v1/models: answers for clients that speak OpenAI's API."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from service.http import observing
from service.http.edge import EdgeDep, PartsDep, require_json
from service.http.openai.chunks import error_frame, frames
from service.http.openai.errors import ErrorOut
from service.http.openai.reply import completion, usage
from service.http.openai.schemas import MODEL, CompletionIn, CompletionOut, ModelList, ModelOut
from service.http.problems import RequestRefused
from service.http.steps import answered, following
from service.http.streaming import events_content, streamed
from service.questions import checked

_ERRORS: dict[int | str, dict[str, Any]] = {
    "default": {"model": ErrorOut, "description": "An error in OpenAI's shape."}
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "With `stream` it comes as chunks, and `[DONE]` after the last.",
        "content": events_content(),
    }
}

ModelId = Annotated[str, Path(description=f"`{MODEL}`; another one is `model_not_found`")]

router = APIRouter(prefix="/v1", tags=["openai"], responses=_ERRORS)


@router.post(
    "/chat/completions",
    response_model=CompletionOut,
    responses=_STREAM,
    dependencies=[Depends(require_json)],
)
async def chat_completions(
    asked: CompletionIn, request: Request, edge: EdgeDep, parts: PartsDep
) -> CompletionOut | Response:
    """Answer the last user message with verified quotations, in OpenAI's shape."""
    _check_model(asked.model)
    question = checked(asked.asked(), edge.settings.max_question_chars)
    observing.asked(request, edge, question.text)
    steps = observing.answering(request, edge, parts.engine.steps(question))
    counted = partial(usage, messages=asked.messages, count_tokens=parts.count_tokens)
    if asked.stream:
        chunks = frames(steps, counted if asked.include_usage else None)
        return await streamed(partial(following, chunks, edge), error_frame, request)
    return await answered(steps, partial(completion, counted=counted), edge)


@router.get("/models")
async def models(edge: EdgeDep) -> ModelList:
    """List the one model there is."""
    return ModelList(data=[ModelOut(created=edge.started)])


# A model's name may have slashes in it, at other services: this one is said to be unknown.
@router.get("/models/{model_id:path}")
async def model(model_id: ModelId, edge: EdgeDep) -> ModelOut:
    """Describe the model."""
    _check_model(model_id)
    return ModelOut(created=edge.started)


def _check_model(model_id: str) -> None:
    if model_id != MODEL:
        raise RequestRefused("model_not_found", f"There is one model here: {MODEL}.")
