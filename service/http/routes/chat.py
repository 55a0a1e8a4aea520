"""POST /v1/chat: a cited answer, whole or as it comes."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from service.http import observing
from service.http.edge import EdgeDep, PartsDep, require_json
from service.http.events import EVENTS, error_frame, frames
from service.http.received import ChatIn
from service.http.schemas import AnswerOut
from service.http.steps import answered, following
from service.http.streaming import events_content, streamed
from service.questions import checked

router = APIRouter(prefix="/v1", tags=["chat"], dependencies=[Depends(require_json)])

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"With `stream` it comes as the events {', '.join(EVENTS)}.",
        "content": events_content(*EVENTS),
    }
}


@router.post("/chat", response_model=AnswerOut, responses=_STREAM)
async def chat(
    asked: ChatIn, request: Request, edge: EdgeDep, parts: PartsDep
) -> AnswerOut | Response:
    """Answer a question with verified quotations, or say that the documents do not."""
    question = checked(asked.asked(), edge.settings.max_question_chars)
    observing.asked(request, edge, question.text)
    steps = observing.answering(request, edge, parts.engine.steps(question))
    if asked.stream:
        failed = partial(error_frame, request.url.path)
        return await streamed(partial(following, frames(steps), edge), failed, request)
    return await answered(steps, AnswerOut.of, edge)
