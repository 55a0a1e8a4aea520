"""A document out of a request: a multipart file, or JSON with the text itself."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from ingest.document import Document
from ingest.errors import DocumentTooLarge
from ingest.raw import Raw
from ingest.read import from_text, read
from service.http.document_schemas import PastedText
from service.http.problems import RequestRefused

# The longest name a file system stores; longer ones are cut at the front, keeping the ending.
_MAX_NAME_CHARS = 255
# What a file that comes without a name is called.
_UNNAMED = "upload"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_FILE = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}
UPLOAD_SCHEMA: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FILE},
            "application/json": {"schema": PastedText.model_json_schema()},
        },
    }
}


async def receive(request: Request, max_bytes: int) -> Callable[[], Document]:
    """Take the body in; what comes back reads the document out of it and is to run in a thread.

    Raises RequestRefused for a body that is neither form nor JSON. The returned function raises
    InputError for a document that cannot be used.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        name, content = await _file(request)
        return partial(read, Raw(source=name, name=name, content=content, url=None), max_bytes)
    if media == "application/json":
        body = await request.body()
        return partial(_pasted, body, max_bytes)
    raise RequestRefused(
        "unsupported_format",
        f"Expected multipart/form-data or application/json, not {media or 'an untyped body'}.",
    )


async def _file(request: Request) -> tuple[str, bytes]:
    async with request.form(max_files=1, max_fields=1) as form:
        fields = form.multi_items()
        if [name for name, _ in fields] != ["file"] or not isinstance(fields[0][1], UploadFile):
            names = ", ".join(name for name, _ in fields) or "none"
            raise RequestRefused(
                "invalid_request", f"Expected one field, a file called 'file'; came: {names}."
            )
        upload = fields[0][1]
        return source_name(upload.filename or ""), await upload.read()


def source_name(filename: str) -> str:
    r"""Keep the last part of whatever path a client sends, composed to NFC, printable.

    >>> source_name("../../etc/passwd")
    'passwd'
    >>> source_name("C:\\briefings\\a.html")
    'a.html'
    """
    composed = _CONTROL.sub("", unicodedata.normalize("NFC", filename)).replace("\\", "/")
    base = composed.rstrip("/").rpartition("/")[2].strip()
    return base[-_MAX_NAME_CHARS:] if base.strip(".") else _UNNAMED


def _pasted(body: bytes, max_bytes: int) -> Document:
    try:
        given = PastedText.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from error
    size = len(given.text.encode())
    if size > max_bytes:
        raise DocumentTooLarge(f"The text has {size:,} bytes; the limit is {max_bytes:,}.")
    return from_text(
        given.text, title=given.title, source=given.source, published_at=given.published_at
    )
