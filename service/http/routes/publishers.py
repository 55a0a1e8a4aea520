"""/v1/publishers: whose documents are stored, to choose a filter from."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from index.corpus import Index
from service.http.document_schemas import PublisherList, PublisherOut
from service.http.edge import EdgeDep, PartsDep
from service.http.paging import LIMIT, Offset

router = APIRouter(prefix="/v1/publishers", tags=["documents"])


@router.get("")
async def list_publishers(
    edge: EdgeDep,
    parts: PartsDep,
    limit: Annotated[int, Query(ge=1, le=1000, description=LIMIT)] = 200,
    offset: Offset = 0,
) -> PublisherList:
    """List the publishers of the stored documents, to choose a filter from."""
    return await edge.reads.run(partial(_list, parts.index, limit, offset))


def _list(index: Index, limit: int, offset: int) -> PublisherList:
    counts, total = index.publishers(limit, offset)
    rows = [PublisherOut(publisher=name, documents=count) for name, count in counts.items()]
    return PublisherList(publishers=rows, total=total, limit=limit, offset=offset)
