"""/v1/documents: send, list, read and remove documents."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from index.corpus import Index
from index.records import Change
from ingest.document import Document
from ingest.errors import BriefingError
from service.http.conditional import unless_known
from service.http.document_schemas import (
    DocumentList,
    DocumentOut,
    FullDocumentOut,
    IngestedOut,
)
from service.http.edge import WRITING, Edge, EdgeDep, PartsDep
from service.http.job_schemas import JobOut
from service.http.methods import permitted
from service.http.paging import LIMIT, Offset
from service.http.received import Text
from service.http.uploads import UPLOAD_SCHEMA, Sent, received, wants_job
from service.ingesting import ingest_document

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# A page of the list is held in memory with its documents' texts.
_MAX_PAGE = 200
# Longer than any title; each word is one more condition.
_MAX_WORDS = 200


_ACCEPTED: dict[int | str, dict[str, Any]] = {
    200: {
        "model": IngestedOut,
        "description": "the same, where it replaced an older version or was there.",
    },
    202: {"model": JobOut, "description": "the [job](#jobs) that it became."},
}
_KNOWN: dict[int | str, dict[str, Any]] = {
    304: {"description": "It is still what `If-None-Match` names."}
}
Named = Annotated[
    Text,
    Query(
        max_length=_MAX_WORDS,
        description="only those whose title, publisher or source holds each of these words, "
        "whatever the case",
    ),
]
DocumentId = Annotated[str, Path(description="a former version's too")]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="an `ETag`: what has not changed is answered with 304 and no body",
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="chosen by the client: the same key with the same request gets the same reply, "
        "for 24 hours and over restarts",
    ),
]


@router.post(
    "",
    status_code=201,
    dependencies=WRITING,
    response_model=IngestedOut,
    responses=_ACCEPTED,
    openapi_extra=UPLOAD_SCHEMA,
)
async def add_document(
    request: Request,
    edge: EdgeDep,
    parts: PartsDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Store a file (multipart `file`), a text or a URL (JSON).

    201 when it is new, 200 otherwise; 202 when it becomes a job: what is large, holds documents or
    has to be fetched, and anything with `Prefer: respond-async`.
    """
    try:
        async with received(request, edge.settings.max_document_bytes) as sent:
            work = partial(_add, request, edge, parts.index, sent)
            return await edge.idempotency.once(idempotency_key, request, sent, work)
    except BriefingError:
        edge.metrics.ingested("failed")
        raise


async def _add(request: Request, edge: Edge, index: Index, sent: Sent) -> JSONResponse:
    document = None
    if sent.at_once and not wants_job(request):
        document = await edge.readers.run(partial(sent.document, edge.settings.max_document_bytes))
    if document is None:
        return await _job(request, edge, sent)
    stored, change = await edge.writes.run(partial(_store, index, document))
    edge.metrics.ingested(change.kind)
    body = IngestedOut.of_change(stored, change).model_dump(mode="json")
    headers = {"Location": f"/v1/documents/{stored.doc_id}"}
    return JSONResponse(body, 201 if change.kind == "added" else 200, headers)


async def _job(request: Request, edge: Edge, sent: Sent) -> JSONResponse:
    job = await edge.readers.run(
        partial(edge.jobs.hand_in, sent.kind, sent.name, sent.content, sent.size)
    )
    headers = {"Location": f"/v1/jobs/{job.job_id}"}
    if wants_job(request):
        headers["Preference-Applied"] = "respond-async"
    return JSONResponse(JobOut.of(job, None).model_dump(mode="json"), 202, headers)


def _store(index: Index, document: Document) -> tuple[Document, Change]:
    change = ingest_document(index, document)
    # The same article may be stored from another source: that one is what can be read.
    return index.document(change.kept_as) if change.kept_as else document, change


@router.get("", response_model=DocumentList, responses=_KNOWN)
async def list_documents(
    request: Request,
    edge: EdgeDep,
    parts: PartsDep,
    limit: Annotated[int, Query(ge=1, le=_MAX_PAGE, description=LIMIT)] = 50,
    offset: Offset = 0,
    named: Named = "",
    if_none_match: IfNoneMatch = None,
) -> Response:
    """List the stored documents, newest first.

    A page that reaches `total` is the last, and one beyond it is empty. What is added meanwhile
    shifts the pages after it.
    """
    page = await edge.reads.run(partial(_list, parts.index, limit, offset, named))
    response = unless_known(request, page)
    response.headers["Allow"] = permitted(request, read_only=edge.settings.read_only)
    return response


def _list(index: Index, limit: int, offset: int, named: str) -> DocumentList:
    documents = [DocumentOut.of(document) for document in index.documents(limit, offset, named)]
    total = index.count(named)
    return DocumentList(documents=documents, total=total, limit=limit, offset=offset)


@router.get("/{doc_id}", response_model=FullDocumentOut, responses=_KNOWN)
async def read_document(
    doc_id: DocumentId,
    request: Request,
    edge: EdgeDep,
    parts: PartsDep,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Read one document: its text, what cleaning left out of it, who said what in it, its versions,
    and what corrects it. Former versions can be read too, so that an old citation can be checked.
    """
    return unless_known(request, await edge.reads.run(partial(_read, parts.index, doc_id)))


def _read(index: Index, doc_id: str) -> FullDocumentOut:
    document = index.document(doc_id)
    return FullDocumentOut.of_full(document, index.quotes(doc_id), index.relations(doc_id))


@router.delete("/{doc_id}", status_code=204, dependencies=WRITING)
async def remove_document(doc_id: DocumentId, edge: EdgeDep, parts: PartsDep) -> None:
    """Remove one document; it is neither found nor cited any more. Removing the current version of
    an article removes the former ones with it."""
    await edge.writes.run(partial(parts.index.remove, doc_id))
