"""Results as JSON, in the shapes of the HTTP API wherever it has one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from service.http.schemas import AnswerOut, SearchOut

if TYPE_CHECKING:
    from index.findings import Finding
    from index.query import Hit
    from index.records import IndexStatus, ListedAlias, Relations
    from ingest.document import Document, Quote
    from service.answering.answer import Answer
    from service.keys.key import ApiKey
    from service.outcomes import Report


def report_json(report: "Report") -> str:
    """Write what became of every input, and the counts by outcome and by code of failure."""
    from service.outcomes import Outcome

    counts = {outcome.value: report.count(outcome) for outcome in Outcome}
    items = [asdict(item) for item in report.items]
    ended = {"failures": report.failures(), "stopped": report.stopped}
    return _written({"items": items, **counts, **ended})


def documents_json(documents: Sequence["Document"], *, total: int, limit: int, offset: int) -> str:
    """Write one page of the documents, as GET /v1/documents does."""
    from service.http.document_schemas import DocumentList, DocumentOut

    listed = [DocumentOut.of(document) for document in documents]
    page = DocumentList(documents=listed, total=total, limit=limit, offset=offset)
    return _written(page.model_dump(mode="json"))


def aliases_json(aliases: Sequence["ListedAlias"], *, total: int, limit: int, offset: int) -> str:
    """Write one page of the abbreviations, as GET /v1/aliases does."""
    from service.http.alias_schemas import AliasList

    page = AliasList.of(aliases, total=total, limit=limit, offset=offset)
    return _written(page.model_dump(mode="json"))


def document_json(document: "Document", quotes: Sequence["Quote"], relations: "Relations") -> str:
    """Write a document in full, as GET /v1/documents/{doc_id} does."""
    from service.http.document_schemas import FullDocumentOut

    return _written(FullDocumentOut.of_full(document, quotes, relations).model_dump(mode="json"))


def removal_json(removed: Sequence[str], unknown: Sequence[str]) -> str:
    """Write which documents are gone and which ids were none."""
    return _written({"removed": list(removed), "unknown": list(unknown)})


def search_json(hits: Sequence["Hit"], language: str, milliseconds: float) -> str:
    """Write hits, as POST /v1/search does."""
    return _written(SearchOut.of(hits, language, milliseconds).model_dump(mode="json"))


def answer_json(answer: "Answer") -> str:
    """Write an answer, as POST /v1/chat does."""
    return _written(AnswerOut.of(answer).model_dump(mode="json"))


def findings_json(findings: Sequence["Finding"], left: Sequence["Finding"]) -> str:
    """Write what a check found, and what of it is left after a repair."""
    return _written({"findings": _findings(findings), "left": _findings(left)})


def status_json(status: "IndexStatus") -> str:
    """Write the state of the index."""
    return _written(asdict(status))


def _findings(findings: Sequence["Finding"]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.fault,
            "detail": one.detail,
            "doc_id": one.doc_id,
            "repairable": one.repairable,
        }
        for one in findings
    ]


def keys_json(keys: Sequence["ApiKey"]) -> str:
    """Write the keys; not even the hashes of their secrets leave their file."""
    return _written({"keys": [_key(key) for key in keys]})


def new_key_json(key: "ApiKey", secret: str) -> str:
    """Write a key that was just made, with its secret."""
    return _written({**_key(key), "secret": secret})


def _key(key: "ApiKey") -> dict[str, Any]:
    return key.model_dump(mode="json", exclude={"sha256"})


def _written(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
