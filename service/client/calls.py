"""What can be asked of a service: each call as its request and what is made of the response.

Nothing is sent here, so the client that waits and the one that is awaited share all of it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx
from pydantic_core import to_jsonable_python

from index.query import Filters
from service.answering.question import Question
from service.client.answers import Answer
from service.client.responses import Json, item_or_job, nothing, typed
from service.http.document_schemas import DocumentList, FullDocumentOut
from service.http.job_schemas import ItemOut, JobList, JobOut, JobWithItems
from service.http.schemas import SearchOut

T = TypeVar("T")

# Documents and jobs asked for at a time; the most that the service gives at once is more.
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Request:
    """A request, `files` in httpx's form. `again`: it only reads, so it may be sent once more."""

    method: str
    path: str
    query: Mapping[str, int] = field(default_factory=dict)
    body: Json | None = None
    files: Mapping[str, Any] | None = None
    again: bool = False

    def built(self, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request as this client sends it."""
        return http.build_request(
            self.method, self.path, params=self.query, json=self.body, files=self.files
        )


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request, and what is made of a response that is a success; `read` raises RequestFailed."""

    request: Request
    read: Callable[[httpx.Response], T]


def ask(asked: str | Question) -> Call[Answer]:
    """A question, to be answered whole."""
    body = _asked(Question.of(asked))
    return Call(Request("POST", "/v1/chat", body=body, again=True), typed(Answer))


def ask_stream(asked: str | Question) -> Request:
    """A question, to be answered as the answer comes."""
    body = _asked(Question.of(asked)) | {"stream": True}
    return Request("POST", "/v1/chat", body=body, again=True)


def search(
    question: str, k: int, filters: Filters | None, as_of: datetime | None, *, rerank: bool
) -> Call[SearchOut]:
    """The passages nearest to a question."""
    body = {"question": question, "k": k, "filters": filters or Filters(), "as_of": as_of}
    sent = _json(body | {"rerank": rerank})
    return Call(Request("POST", "/v1/search", body=sent, again=True), typed(SearchOut))


def documents(offset: int) -> Call[DocumentList]:
    """A page of the documents."""
    return Call(_page("/v1/documents", offset), typed(DocumentList))


def document(doc_id: str) -> Call[FullDocumentOut]:
    """One document."""
    return Call(
        Request("GET", f"/v1/documents/{_part(doc_id)}", again=True), typed(FullDocumentOut)
    )


def remove(doc_id: str) -> Call[None]:
    """A document's removal."""
    return Call(Request("DELETE", f"/v1/documents/{_part(doc_id)}"), nothing)


@contextmanager
def add(
    path: str | PathLike[str] | None,
    text: str | None,
    url: str | None,
    title: str | None,
    source: str | None,
    published_at: datetime | None,
) -> Iterator[Call[ItemOut | JobOut]]:
    """A document to store, its file open inside the block.

    Raises ValueError for anything but one input, and for what does not go with it.
    """
    said = {"title": title, "source": source, "published_at": published_at}
    if sum(given is not None for given in (path, text, url)) != 1:
        raise ValueError("give a path, a text or a url, and only one of them")
    if text is None and any(value is not None for value in said.values()):
        raise ValueError("title, source and published_at go with a text")
    if path is not None:
        with Path(path).open("rb") as file:
            files = {"file": (Path(path).name, file)}
            yield Call(Request("POST", "/v1/documents", files=files), item_or_job)
        return
    body = _json({"text": text, "url": url, **said})
    given = {name: value for name, value in body.items() if value is not None}
    yield Call(Request("POST", "/v1/documents", body=given), item_or_job)


def jobs(offset: int) -> Call[JobList]:
    """A page of the jobs."""
    return Call(_page("/v1/jobs", offset), typed(JobList))


def job(job_id: str) -> Call[JobOut]:
    """Where a job stands."""
    path = f"/v1/jobs/{_part(job_id)}"
    return Call(Request("GET", path, {"limit": 1}, again=True), typed(JobOut))


def items(job_id: str, offset: int) -> Call[JobWithItems]:
    """A page of what became of a job's documents."""
    return Call(_page(f"/v1/jobs/{_part(job_id)}", offset), typed(JobWithItems))


def cancel(job_id: str) -> Call[None]:
    """A job's end."""
    return Call(Request("DELETE", f"/v1/jobs/{_part(job_id)}"), nothing)


def next_offset(page: DocumentList | JobList | JobWithItems) -> int | None:
    """Where the page after this one begins; None after the last."""
    following = page.offset + page.limit
    return following if following < page.total else None


def _page(path: str, offset: int) -> Request:
    return Request("GET", path, {"limit": PAGE_SIZE, "offset": offset}, again=True)


def _asked(question: Question) -> Json:
    return _json(
        {
            "question": question.text,
            "history": [asdict(turn) for turn in question.history],
            "k": question.k,
            "filters": question.filters,
            "as_of": question.as_of,
        }
    )


def _json(value: object) -> Json:
    """Dataclasses as objects, moments as text."""
    sent: Json = to_jsonable_python(value)
    return sent


def _part(identifier: str) -> str:
    """One part of a path, whatever characters it has."""
    return quote(identifier, safe="")
