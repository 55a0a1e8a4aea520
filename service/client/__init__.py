"""The service from Python, over HTTP: `from service.client import Briefings`, or, where things are
awaited, `AsyncBriefings`.

Importing this loads neither models nor the index, only httpx and pydantic.
"""

from index.query import Filters
from service.answering.answer import Status, Turn
from service.answering.question import Question
from service.client.answers import Answer
from service.client.async_briefings import AsyncBriefings
from service.client.briefings import Briefings
from service.client.events import Answered, AnswerEvent, Cited, Delta, HitsFound
from service.client.failure import RequestFailed
from service.http.document_schemas import DocumentOut, FullDocumentOut
from service.http.job_schemas import ItemOut, JobOut
from service.http.schemas import CitationOut, HitOut, SearchOut, ShortAnswerOut
from service.outcomes import Outcome

__all__ = [
    "Answer",
    "AnswerEvent",
    "Answered",
    "AsyncBriefings",
    "Briefings",
    "CitationOut",
    "Cited",
    "Delta",
    "DocumentOut",
    "Filters",
    "FullDocumentOut",
    "HitOut",
    "HitsFound",
    "ItemOut",
    "JobOut",
    "Outcome",
    "Question",
    "RequestFailed",
    "SearchOut",
    "ShortAnswerOut",
    "Status",
    "Turn",
]
