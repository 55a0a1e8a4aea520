"""What is told of questions to whoever runs the service: in counts, log lines and traces."""

from collections.abc import Iterable, Iterator

from fastapi import Request

from service.answering.answer import Answer
from service.answering.events import Answered, Step
from service.http.access_log import note
from service.http.edge import Edge
from service.http.schemas import SearchOut
from service.http.tracing import note_stages


def asked(request: Request, edge: Edge, question: str) -> None:
    """Note a question, if the settings ask for that: it may be nobody's business."""
    if edge.settings.log_questions:
        note(request, {"question": question})


def answering(request: Request, edge: Edge, steps: Iterable[Step]) -> Iterator[Step]:
    """Pass the steps of an answer on, and tell of the answer when it comes."""
    for step in edge.metrics.counting(steps):
        if isinstance(step, Answered):
            note(request, _facts(step.answer))
            note_stages(request.scope, step.answer.timings)
        yield step


def searched(request: Request, edge: Edge, found: SearchOut) -> None:
    """Tell of a search."""
    edge.metrics.searched(found.timings)
    note(request, {"hits": len(found.hits)})
    note_stages(request.scope, found.timings)


def _facts(answer: Answer) -> dict[str, object]:
    return {
        "answer": answer.status.value,
        "confidence": round(answer.confidence, 3),
        "citations": len(answer.citations),
        "hits": len(answer.hits),
        "written_by": answer.written_by,
    }
