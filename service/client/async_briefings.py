"""The same client, awaited: every method of `Briefings` for an event loop."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from os import PathLike
from types import TracebackType
from typing import Self, TypeVar

import anyio

from index.query import Filters
from service.answering.question import Question
from service.client import calls
from service.client.answers import Answer
from service.client.async_connection import AsyncConnection
from service.client.events import AnswerEvent
from service.client.opening import TIMEOUT_SECONDS
from service.client.waiting import WAIT_SECONDS, Progress, Watch
from service.http.document_schemas import DocumentList, DocumentOut, FullDocumentOut
from service.http.job_schemas import ItemOut, JobList, JobOut, JobWithItems
from service.http.schemas import SearchOut

_Page = TypeVar("_Page", DocumentList, JobList, JobWithItems)


class AsyncBriefings:
    """See service.client.briefings.Briefings. Close it after use, or use it as an asynchronous
    context manager; for many tasks of one event loop, asyncio's or trio's."""

    def __init__(
        self, base_url: str, api_key: str | None = None, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._connection = AsyncConnection(base_url, api_key, timeout)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def ask(self, asked: str | Question) -> Answer:
        """See Briefings."""
        return await self._connection.call(calls.ask(asked))

    def ask_stream(self, asked: str | Question) -> AsyncIterator[AnswerEvent]:
        """See Briefings."""
        return self._connection.events(calls.ask_stream(asked))

    async def search(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters | None = None,
        as_of: datetime | None = None,
        rerank: bool = False,
    ) -> SearchOut:
        """See Briefings."""
        return await self._connection.call(calls.search(question, k, filters, as_of, rerank=rerank))

    async def documents(self) -> AsyncIterator[DocumentOut]:
        """See Briefings."""
        async for page in self._pages(calls.documents):
            for one in page.documents:
                yield one

    async def document(self, doc_id: str) -> FullDocumentOut:
        """See Briefings."""
        return await self._connection.call(calls.document(doc_id))

    async def add(
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
        """See Briefings."""
        with calls.add(path, text, url, title, source, published_at) as call:
            became = await self._connection.call(call)
        if isinstance(became, JobOut):
            return await self.wait(became.job_id, progress, wait_seconds)
        return (became,)

    async def remove(self, doc_id: str) -> None:
        """See Briefings."""
        await self._connection.call(calls.remove(doc_id))

    async def jobs(self) -> AsyncIterator[JobOut]:
        """See Briefings."""
        async for page in self._pages(calls.jobs):
            for one in page.jobs:
                yield one

    async def job(self, job_id: str) -> JobOut:
        """See Briefings."""
        return await self._connection.call(calls.job(job_id))

    async def wait(
        self, job_id: str, progress: Progress | None = None, wait_seconds: float = WAIT_SECONDS
    ) -> tuple[ItemOut, ...]:
        """See Briefings."""
        watch = Watch(progress, wait_seconds)
        while (pause := watch.pause(await self.job(job_id))) is not None:
            await anyio.sleep(pause)
        pages = self._pages(lambda offset: calls.items(job_id, offset))
        return tuple([item async for page in pages for item in page.items])

    async def cancel(self, job_id: str) -> None:
        """See Briefings."""
        await self._connection.call(calls.cancel(job_id))

    async def _pages(self, page_from: Callable[[int], calls.Call[_Page]]) -> AsyncIterator[_Page]:
        offset: int | None = 0
        while offset is not None:
            page = await self._connection.call(page_from(offset))
            yield page
            offset = calls.next_offset(page)
