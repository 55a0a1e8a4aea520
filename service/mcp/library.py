"""What the tools ask: an index in this process, or a running service through its client."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from index.query import Filters, Query
from ingest.language import detect
from service.answering.question import Question
from service.assembly import assemble
from service.http.document_schemas import FullDocumentOut
from service.http.schemas import AnswerOut, SearchOut
from service.questions import check_question, checked
from service.settings import Settings


class Library(Protocol):
    """Documents that can be asked; `service.client.Briefings` is one."""

    def search(
        self,
        question: str,
        *,
        k: int,
        filters: Filters | None,
        as_of: datetime | None,
        rerank: bool,
    ) -> SearchOut:
        """The passages nearest to a question."""

    def ask(self, asked: Question) -> AnswerOut:
        """The answer to a question."""

    def document(self, doc_id: str) -> FullDocumentOut:
        """One document with its text."""

    def close(self) -> None:
        """Let go of what is held."""


class LocalLibrary:
    """The index of the settings, opened to read only: beside a service that writes, too.

    It loads in the background, so that a client is greeted at once; the first call waits for it.
    What loading raises, every call raises.
    """

    def __init__(self, settings: Settings) -> None:
        self._max_question_chars = settings.max_question_chars
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
        self._parts = self._thread.submit(assemble, settings, read_only=True)

    def search(
        self,
        question: str,
        *,
        k: int,
        filters: Filters | None,
        as_of: datetime | None,
        rerank: bool,
    ) -> SearchOut:
        """See Library. Raises what `check_question` and `Index.rank` raise."""
        text = check_question(question, self._max_question_chars)
        parts = self._parts.result()
        query = Query(text, k, filters or Filters(), detect(text), as_of)
        began = time.perf_counter()
        hits = parts.engine.search(query) if rerank else parts.index.search(query)
        return SearchOut.of(hits, detect(text), (time.perf_counter() - began) * 1000)

    def ask(self, asked: Question) -> AnswerOut:
        """See Library. Raises what `check_question` and `AnswerEngine.answer` raise."""
        question = checked(asked, self._max_question_chars)
        return AnswerOut.of(self._parts.result().engine.answer(question))

    def document(self, doc_id: str) -> FullDocumentOut:
        """See Library. Raises UnknownDocument."""
        index = self._parts.result().index
        document = index.document(doc_id)
        return FullDocumentOut.of_full(document, index.quotes(doc_id), index.relations(doc_id))

    def close(self) -> None:
        """Wait for a load in progress and close what it opened."""
        self._thread.shutdown()
        if self._parts.exception() is None:
            self._parts.result().close()
