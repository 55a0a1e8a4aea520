"""POST /v1/chat: a cited answer, whole or as it comes."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse

from service.answering.engine import Answered, Event
from service.http.edge import Edge, EdgeDep, PartsDep, require_json
from service.http.events import HEADERS, frames
from service.http.schemas import AnswerOut, ChatIn
from service.questions import check_question

router = APIRouter(prefix="/v1", tags=["chat"], dependencies=[Depends(require_json)])

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with `stream: true` as the events hits, delta, citation, "
        "answer and done, or error.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post("/chat", response_model=AnswerOut, responses=_STREAM)
async def chat(
    asked: ChatIn, request: Request, edge: EdgeDep, parts: PartsDep
) -> AnswerOut | Response:
    """Answer a question with verified quotations, or say that the documents do not."""
    question = check_question(asked.question, edge.settings.max_question_chars)
    given = (question, asked.turns(), asked.k, asked.filters.filters(), asked.as_of)
    if asked.stream:
        events = await edge.answers.run(partial(parts.engine.stream, *given))
        return await _streamed(events, edge, request.url.path)
    answer = await edge.answers.run(partial(parts.engine.answer, *given))
    edge.metrics.answered(answer)
    return AnswerOut.of(answer)


async def _streamed(events: Iterator[Event], edge: Edge, instance: str) -> Response:
    """Take the first event before anything is sent: an error up to there keeps its status.

    Each step holds a slot only while it computes, so a client that reads slowly, or left, holds
    up nobody.
    """

    async def following() -> Event | None:
        event = await edge.answers.run(lambda: next(events, None))
        if isinstance(event, Answered):
            edge.metrics.answered(event.answer)
        return event

    first = await following()
    return EventSourceResponse(frames(first, following, instance), headers=HEADERS)
