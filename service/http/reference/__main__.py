"""`python -m service.http.reference`: writes docs/api.md again."""

from pathlib import Path

from service.http.app import create_app
from service.http.reference.page import written
from service.settings import Settings

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"

if __name__ == "__main__":
    PAGE.write_text(written(create_app(Settings()).openapi()), encoding="utf-8")
