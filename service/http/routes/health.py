"""/livez, /readyz and /metrics: for probes and scrapers."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool

from service.http.edge import EdgeDep
from service.http.health_schemas import AliveOut, ReadyOut
from service.http.problems import problem
from service.http.readiness import inspect

router = APIRouter(tags=["health"])


@router.get("/livez")
async def livez() -> AliveOut:
    """Say that the process answers; depends on nothing else."""
    return AliveOut(status="alive")


@router.get("/readyz", response_model=ReadyOut)
async def readyz(request: Request, edge: EdgeDep) -> Response:
    """Say whether questions can be answered; if not, the problem `not_ready` has the `checks` too,
    and `loading`, which is true while waiting will help."""
    checks = await run_in_threadpool(inspect, edge.loader, edge.settings.data_dir)
    shown = {name: asdict(check) for name, check in checks.items()}
    more = {"loading": edge.loader.loading, "checks": shown}
    failing = [f"{name}: {check.detail}" for name, check in checks.items() if not check.ok]
    if failing:
        return problem(request, "not_ready", "; ".join(failing), extensions=more)
    ready = {"status": "ready", "read_only": edge.settings.read_only, "checks": shown}
    return JSONResponse(ready)


@router.get("/metrics", response_class=Response)
def metrics(edge: EdgeDep) -> Response:  # in a thread: it looks into the database
    """Count what happened since the start, in Prometheus' text format."""
    return Response(generate_latest(edge.metrics.registry), media_type=CONTENT_TYPE_LATEST)
