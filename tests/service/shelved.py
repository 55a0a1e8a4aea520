"""An application over a library whose rankings are put down by hand: HTTP without a model."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI

from index.records import IndexStatus
from service.assembly import Parts
from service.http.app import create_app
from service.settings import Settings


def shelved(
    engine: Any, data: Path, *, edge: dict[str, Any] | None = None, **settings: Any
) -> FastAPI:
    """The application; `edge` replaces pieces of it, such as a gate."""
    index = SimpleNamespace(
        status=lambda: IndexStatus(0, 0, documents=0, passages=0, model_id="none", ready=True),
        close=lambda: None,
    )
    app = create_app(
        Settings(data_dir=data, **settings), lambda: Parts(index, engine, count_tokens=len)
    )
    app.state.edge = replace(app.state.edge, **edge or {})
    return app
