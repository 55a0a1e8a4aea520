"""The client: ask, search, read and store, typed as the service's own JSON is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python

from index.query import Filters
from service.answering.answer import Turn
from service.client.answers import Answer
from service.client.connection import Connection, Json
from service.client.events import AnswerEvent, event_of
from service.client.failure import UNEXPECTED_RESPONSE, RequestFailed
from service.client.waiting import ended
from service.http.document_schemas import DocumentList, DocumentOut, FullDocumentOut, IngestedOut
from service.http.job_schemas import ItemOut, JobList, JobOut, JobWithItems
from service.http.schemas import SearchOut

_Model = TypeVar("_Model", bound=BaseModel)
_Page = TypeVar("_Page", DocumentList, JobList, JobWithItems)
_Made = TypeVar("_Made")

# Documents and jobs asked for at a time; the most that the service gives at once is more.
_PAGE_SIZE = 100
# Long enough for an answer in a queue of others, and for a document to be read and embedded.
TIMEOUT_SECONDS = 60.0
# An archive of a year's press releases takes about as long.
WAIT_SECONDS = 3600.0

Progress = Callable[[JobOut], None]


class Briefings:
    """A running service. Close it after use, or use it as a context manager; safe in many threads.

    `api_key` is sent as a bearer token; `timeout` is in seconds, for each request. Every method
    raises RequestFailed. What only reads is tried three times when it was dropped, or the service
    was busy or is still loading; nothing else is sent twice.
    """

    def __init__(
        self, base_url: str, api_key: str | None = None, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._connection = Connection(base_url, api_key, timeout)

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        k: int = 8,
        filters: Filters | None = None,
        as_of: datetime | None = None,
    ) -> Answer:
        """The answer to a question, chosen from `k` passages of the documents that pass `filters`.

        `history` are the turns before it, the oldest first. `as_of` is the moment that "yesterday"
        counts from; None: now. Times without an offset are read as Korean time.
        """
        body = _asked(question, k, filters, as_of) | {"history": _json(history)}
        return _typed(Answer, self._connection.post("/v1/chat", body, again=True))

    def ask_stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        k: int = 8,
        filters: Filters | None = None,
        as_of: datetime | None = None,
    ) -> Iterator[AnswerEvent]:
        """What `ask` answers, as it comes: HitsFound, then Delta and Cited, last of all Answered.

        Closing the iterator ends the request.
        """
        body = _asked(question, k, filters, as_of) | {"history": _json(history), "stream": True}
        for one in self._connection.events("/v1/chat", body):
            event = _checked(event_of, one.event, one.data)
            if event is not None:
                yield event

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters | None = None,
        as_of: datetime | None = None,
        rerank: bool = False,
    ) -> SearchOut:
        """The passages nearest to a question, best first; `rerank` orders them by reading them."""
        body = _asked(question, k, filters, as_of) | {"rerank": rerank}
        return _typed(SearchOut, self._connection.post("/v1/search", body, again=True))

    def documents(self) -> Iterator[DocumentOut]:
        """Every stored document, newest first, asked for page by page.

        What others store or remove meanwhile may shift a page: one may be missed or come twice.
        """
        for page in self._pages("/v1/documents", DocumentList):
            yield from page.documents

    def document(self, doc_id: str) -> FullDocumentOut:
        """One document with its text; former versions can be read too."""
        return _typed(FullDocumentOut, self._connection.get(f"/v1/documents/{_part(doc_id)}"))

    def add(
        self,
        path: str | PathLike[str] | None = None,
        *,
        text: str | None = None,
        url: str | None = None,
        title: str | None = None,
        source: str | None = None,
        published_at: datetime | None = None,
        progress: Progress | None = None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> tuple[ItemOut, ...]:
        """Store a file, a text or what is at a URL: give one of the three.

        `title`, `source` and `published_at` go with a text. Gives what became of each document; an
        archive holds several, and one that cannot be used has its `code`. What the service makes a
        job of is waited for, see `wait`. Raises ValueError for anything but one input.
        """
        said = {"title": title, "source": source, "published_at": published_at}
        if sum(given is not None for given in (path, text, url)) != 1:
            raise ValueError("give a path, a text or a url, and only one of them")
        if text is None and any(value is not None for value in said.values()):
            raise ValueError("title, source and published_at go with a text")
        if path is not None:
            with Path(path).open("rb") as file:
                files = {"file": (Path(path).name, file)}
                answered = self._connection.upload("/v1/documents", files)
        else:
            body = _json({"text": text, "url": url, **said})
            given = {name: value for name, value in body.items() if value is not None}
            answered = self._connection.post("/v1/documents", given, again=False)
        if "job_id" in answered:
            return self.wait(_typed(JobOut, answered).job_id, progress, wait_seconds)
        stored = _typed(IngestedOut, answered)
        outcome = {"source": stored.source, "status": stored.status, "doc_id": stored.doc_id}
        return (_typed(ItemOut, outcome | {"code": None, "message": None}),)

    def remove(self, doc_id: str) -> None:
        """Remove a document; removing an article's current version removes the former ones."""
        self._connection.delete(f"/v1/documents/{_part(doc_id)}")

    def jobs(self) -> Iterator[JobOut]:
        """Every job the service remembers, newest first, asked for page by page."""
        for page in self._pages("/v1/jobs", JobList):
            yield from page.jobs

    def job(self, job_id: str) -> JobOut:
        """Where a job stands."""
        return _typed(JobOut, self._connection.get(f"/v1/jobs/{_part(job_id)}", {"limit": 1}))

    def wait(
        self, job_id: str, progress: Progress | None = None, wait_seconds: float = WAIT_SECONDS
    ) -> tuple[ItemOut, ...]:
        """Wait for a job to end, and give what became of each of its documents.

        `progress` is told where the job stands, first and whenever it changed. Raises RequestFailed
        when the job failed or was interrupted (its own `code`), was called off (`job_cancelled`),
        or takes longer (`job_unfinished`): it goes on, and can be waited for again.
        """
        ended(lambda: self.job(job_id), progress or (lambda _job: None), wait_seconds)
        pages = self._pages(f"/v1/jobs/{_part(job_id)}", JobWithItems)
        return tuple(item for page in pages for item in page.items)

    def cancel(self, job_id: str) -> None:
        """Call a job off, or forget a finished one; what it has stored stays."""
        self._connection.delete(f"/v1/jobs/{_part(job_id)}")

    def _pages(self, path: str, model: type[_Page]) -> Iterator[_Page]:
        for offset in count(step=_PAGE_SIZE):
            query = {"limit": _PAGE_SIZE, "offset": offset}
            page = _typed(model, self._connection.get(path, query))
            yield page
            if offset + _PAGE_SIZE >= page.total:
                return


def _asked(question: str, k: int, filters: Filters | None, as_of: datetime | None) -> Json:
    said: Json = _json(
        {"question": question, "k": k, "filters": filters or Filters(), "as_of": as_of}
    )
    return said


def _json(value: object) -> Any:  # noqa: ANN401 - JSON
    """Dataclasses as objects, moments as text."""
    return to_jsonable_python(value)


def _part(identifier: str) -> str:
    """One part of a path, whatever characters it has."""
    return quote(identifier, safe="")


def _typed(model: type[_Model], answered: Json) -> _Model:
    return _checked(model.model_validate, answered)


def _checked(made: Callable[..., _Made], *given: object) -> _Made:
    """What is made of a response. Raises RequestFailed when it is not what the API says."""
    try:
        return made(*given)
    except ValidationError as error:
        detail = f"the response is not what this release expects: {error}"
        raise RequestFailed(UNEXPECTED_RESPONSE, detail) from error
