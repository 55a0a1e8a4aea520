"""An answer as the client gives it: it can be checked against the documents it quotes."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple, Protocol

from service.client.failure import RequestFailed
from service.http.document_schemas import FullDocumentOut
from service.http.schemas import AnswerOut


class Documents(Protocol):
    """Where documents can be read; `service.client.Briefings` is one."""

    def document(self, doc_id: str) -> FullDocumentOut:
        """The document, former versions included."""


class AsyncDocuments(Protocol):
    """Where documents can be awaited; `service.client.AsyncBriefings` is one."""

    async def document(self, doc_id: str) -> FullDocumentOut:
        """The document, former versions included."""


class Slice(NamedTuple):
    """Words that are said to be a document's text from `start` to `end`."""

    doc_id: str
    start: int
    end: int
    words: str


class Answer(AnswerOut):
    """An answer; `question` is how it was understood, `confidence` is in [0, 1]."""

    def verify(self, documents: Documents) -> None:
        """Read every document that is quoted, and compare each quotation with it.

        Raises RequestFailed: `citation_mismatch` when one is not the exact slice it is said to be.
        """
        check_slices(slices(self), documents.document)

    async def averify(self, documents: AsyncDocuments) -> None:
        """Do what `verify` does, awaited."""
        quoted = dict.fromkeys(one.doc_id for one in slices(self))
        read = {doc_id: await documents.document(doc_id) for doc_id in quoted}
        check_slices(slices(self), read.__getitem__)


def slices(answer: AnswerOut) -> Iterable[Slice]:
    """Everything in an answer that is shown as a document's words."""
    for citation in answer.citations:
        yield Slice(citation.doc_id, citation.start, citation.end, citation.quote)
    for short in answer.short_answers:
        yield Slice(short.doc_id, short.start, short.end, short.text)


def check_slices(given: Iterable[Slice], document: Callable[[str], FullDocumentOut]) -> None:
    """Raise RequestFailed (`citation_mismatch`) unless all are exact slices of their documents."""
    text = cache(lambda doc_id: document(doc_id).text)
    for doc_id, start, end, words in given:
        if not words or text(doc_id)[start:end] != words:
            detail = f"document {doc_id} does not say {words[:60]!r} at {start}-{end}"
            raise RequestFailed("citation_mismatch", detail)
