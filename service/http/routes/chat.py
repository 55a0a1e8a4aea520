"""POST /v1/chat: a cited answer, whole or as it comes."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from service.http import observing
from service.http.edge import EdgeDep, PartsDep, require_json
from service.http.events import error_frame, frames
from service.http.schemas import AnswerOut, ChatIn
from service.http.steps import answered, following
from service.http.streaming import events_content, streamed
from service.questions import check_question

router = APIRouter(prefix="/v1", tags=["chat"], dependencies=[Depends(require_json)])

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with `stream: true` as the events hits, delta, citation, "
        "answer and done, or error.",
        "content": events_content("hits", "delta", "citation", "answer", "done", "error"),
    }
}


@router.post("/chat", response_model=AnswerOut, responses=_STREAM)
async def chat(
    asked: ChatIn, request: Request, edge: EdgeDep, parts: PartsDep
) -> AnswerOut | Response:
    """Answer a question with verified quotations, or say that the documents do not."""
    question = check_question(asked.question, edge.settings.max_question_chars)
    given = (question, asked.turns(), asked.k, asked.filters.filters(), asked.as_of)
    observing.asked(request, edge, question)
    steps = observing.answering(request, edge, parts.engine.steps(*given))
    if asked.stream:
        path = request.url.path
        return await streamed(
            partial(following, frames(steps), edge), partial(error_frame, path), path
        )
    return await answered(steps, AnswerOut.of, edge)
