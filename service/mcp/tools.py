"""The tools: what each takes, does and gives. None of them changes anything.

Their names, descriptions and schemas are fixed here; nothing that a document says gets into them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from service.client.answers import Slice, check_slices, slices
from service.http.received import Received
from service.mcp.arguments import AskArguments, DocumentArguments, SearchArguments
from service.mcp.library import Library
from service.mcp.results import CitedAnswer, DocumentPart, Passages

_Arguments = TypeVar("_Arguments", bound=Received)


@dataclass(frozen=True, slots=True)
class Tool(Generic[_Arguments]):
    """A tool; `run` raises BriefingError or RequestFailed."""

    name: str
    title: str
    description: str
    arguments: type[_Arguments]
    result: type[BaseModel]
    run: Callable[[Library, _Arguments], BaseModel]

    def call(self, library: Library, arguments: dict[str, object]) -> BaseModel:
        """Check the arguments and run. Raises pydantic's ValidationError too."""
        return self.run(library, self.arguments.model_validate(arguments))


def _search(library: Library, asked: SearchArguments) -> Passages:
    found = library.search(
        asked.question, k=asked.k, filters=asked.filters(), as_of=asked.as_of, rerank=True
    )
    texts = (Slice(hit.doc_id, hit.start, hit.end, hit.text) for hit in found.hits)
    check_slices(texts, library.document)
    return Passages(hits=found.hits)


def _ask(library: Library, asked: AskArguments) -> CitedAnswer:
    answer = library.ask(asked.asked())
    check_slices(slices(answer), library.document)
    return CitedAnswer.of(answer)


def _get_document(library: Library, asked: DocumentArguments) -> DocumentPart:
    return DocumentPart.of_full(library.document(asked.doc_id), asked.start, asked.length)


TOOLS = (
    Tool(
        "ask",
        "Ask the briefings",
        "Answer a question from the stored briefings and news. The answer is made of verbatim "
        "quotations in the documents' own language, each with who said it to whom, its article and "
        "its exact place; or the status is `not_in_documents`. `partial` is the nearest the "
        "documents come.",
        AskArguments,
        CitedAnswer,
        _ask,
    ),
    Tool(
        "search",
        "Search the briefings",
        "Find the passages of the stored briefings and news that are nearest to a question, best "
        "first, verbatim, each with its article and its exact place. A passage that is found need "
        "not answer the question.",
        SearchArguments,
        Passages,
        _search,
    ),
    Tool(
        "get_document",
        "Read a briefing",
        "Read a stored document by its `doc_id`: its text part by part, with title, publisher, "
        "date and address, and what corrects or supersedes it. A quotation can be checked by "
        "reading its document from `start`.",
        DocumentArguments,
        DocumentPart,
        _get_document,
    ),
)
