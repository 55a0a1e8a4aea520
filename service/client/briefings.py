"""The client: ask, search, read and store, typed as the service's own JSON is."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from os import PathLike
from types import TracebackType
from typing import Self, TypeVar

from index.query import Filters
from service.answering.question import Question
from service.client import calls
from service.client.answers import Answer
from service.client.connection import Connection
from service.client.events import AnswerEvent
from service.client.opening import TIMEOUT_SECONDS
from service.client.waiting import WAIT_SECONDS, Progress, Watch
from service.http.document_schemas import DocumentList, DocumentOut, FullDocumentOut
from service.http.job_schemas import ItemOut, JobList, JobOut, JobWithItems
from service.http.schemas import SearchOut

_Page = TypeVar("_Page", DocumentList, JobList, JobWithItems)


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

    def ask(self, asked: str | Question) -> Answer:
        """The answer to a question. Times without an offset are read as Korean time."""
        return self._connection.call(calls.ask(asked))

    def ask_stream(self, asked: str | Question) -> Iterator[AnswerEvent]:
        """What `ask` answers, as it comes: HitsFound, then Delta and Cited, last of all Answered.

        Closing the iterator ends the request.
        """
        return self._connection.events(calls.ask_stream(asked))

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
        return self._connection.call(calls.search(question, k, filters, as_of, rerank=rerank))

    def documents(self) -> Iterator[DocumentOut]:
        """Every stored document, newest first, asked for page by page.

        What others store or remove meanwhile may shift a page: one may be missed or come twice.
        """
        for page in self._pages(calls.documents):
            yield from page.documents

    def document(self, doc_id: str) -> FullDocumentOut:
        """One document with its text; former versions can be read too."""
        return self._connection.call(calls.document(doc_id))

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
        with calls.add(path, text, url, title, source, published_at) as call:
            became = self._connection.call(call)
        if isinstance(became, JobOut):
            return self.wait(became.job_id, progress, wait_seconds)
        return (became,)

    def remove(self, doc_id: str) -> None:
        """Remove a document; removing an article's current version removes the former ones."""
        self._connection.call(calls.remove(doc_id))

    def jobs(self) -> Iterator[JobOut]:
        """Every job the service remembers, newest first, asked for page by page."""
        for page in self._pages(calls.jobs):
            yield from page.jobs

    def job(self, job_id: str) -> JobOut:
        """Where a job stands."""
        return self._connection.call(calls.job(job_id))

    def wait(
        self, job_id: str, progress: Progress | None = None, wait_seconds: float = WAIT_SECONDS
    ) -> tuple[ItemOut, ...]:
        """Wait for a job to end, and give what became of each of its documents.

        `progress` is told where the job stands, first and whenever it changed. Raises RequestFailed
        when the job failed or was interrupted (its own `code`), was called off (`job_cancelled`),
        or takes longer (`job_unfinished`): it goes on, and can be waited for again.
        """
        watch = Watch(progress, wait_seconds)
        while (pause := watch.pause(self.job(job_id))) is not None:
            time.sleep(pause)
        pages = self._pages(lambda offset: calls.items(job_id, offset))
        return tuple(item for page in pages for item in page.items)

    def cancel(self, job_id: str) -> None:
        """Call a job off, or forget a finished one; what it has stored stays."""
        self._connection.call(calls.cancel(job_id))

    def _pages(self, page_from: Callable[[int], calls.Call[_Page]]) -> Iterator[_Page]:
        offset: int | None = 0
        while offset is not None:
            page = self._connection.call(page_from(offset))
            yield page
            offset = calls.next_offset(page)
