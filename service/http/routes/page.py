"""The chat page, the page that shows the API, and their scripts and styles."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

WEB = Path(__file__).resolve().parents[2] / "web"
# Asked again on every visit, answered with 304 when nothing changed: an upgrade is seen at once.
_HEADERS = {"Cache-Control": "no-cache"}

router = APIRouter(include_in_schema=False)


@router.get("/")
async def chat_page() -> FileResponse:
    """Serve the chat page."""
    return FileResponse(WEB / "index.html", headers=_HEADERS)


@router.get("/docs")
async def docs_page() -> FileResponse:
    """Serve the page that renders /openapi.json, without a request to anyone else."""
    return FileResponse(WEB / "docs.html", headers=_HEADERS)


class _Files(StaticFiles):
    """Static files that are always revalidated, as the pages are."""

    def file_response(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers.update(_HEADERS)
        return response


def mount_files(app: FastAPI) -> None:
    """Serve the scripts and styles under /web."""
    app.mount("/web", _Files(directory=WEB), name="web")
