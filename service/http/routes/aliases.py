"""/v1/aliases: the abbreviations that documents define, or that a file adds or switches off."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from index.corpus import Index
from service.http.alias_schemas import AliasList
from service.http.edge import EdgeDep, PartsDep
from service.http.paging import LIMIT, Offset

router = APIRouter(prefix="/v1/aliases", tags=["aliases"])


@router.get("")
async def list_aliases(
    edge: EdgeDep,
    parts: PartsDep,
    limit: Annotated[int, Query(ge=1, le=1000, description=LIMIT)] = 100,
    offset: Offset = 0,
) -> AliasList:
    """List the abbreviations that documents define, and where."""
    return await edge.reads.run(partial(_list, parts.index, limit, offset))


def _list(index: Index, limit: int, offset: int) -> AliasList:
    aliases, total = index.listed_aliases(limit, offset)
    return AliasList.of(aliases, total=total, limit=limit, offset=offset)
