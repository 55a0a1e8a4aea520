"""POST /v1/search: ranked passages for a question."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from fastapi import APIRouter, Depends, Request

from index.query import Hit, Query
from ingest.language import detect
from service.http import observing
from service.http.edge import EdgeDep, PartsDep, require_json
from service.http.received import SearchIn
from service.http.schemas import SearchOut
from service.questions import check_question

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Depends(require_json)])


@router.post("/search")
async def search(asked: SearchIn, request: Request, edge: EdgeDep, parts: PartsDep) -> SearchOut:
    """Find the passages nearest to a question, best first."""
    question = check_question(asked.question, edge.settings.max_question_chars)
    observing.asked(request, edge, question)
    language = detect(question)
    query = Query(question, asked.k, asked.filters.filters(), language, asked.as_of)
    rank = parts.engine.search if asked.rerank else parts.index.search
    found = await edge.answers.run(partial(_search, rank, query))
    observing.searched(request, edge, found)
    return found


def _search(rank: Callable[[Query], Sequence[Hit]], query: Query) -> SearchOut:
    began = time.perf_counter()
    hits = rank(query)
    taken = (time.perf_counter() - began) * 1000
    return SearchOut.of(hits, query.language or detect(query.text), taken)
