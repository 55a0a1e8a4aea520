"""What a client sends to be stored: a multipart file, or JSON with a text or a URL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from ingest.decode import normalise
from ingest.document import Document
from ingest.errors import DocumentTooLarge
from ingest.expand import expand
from ingest.raw import Raw
from ingest.read import from_text, read
from ingest.sniff import HEAD_BYTES, may_hold_documents
from service.http.document_schemas import DocumentIn
from service.http.problems import RequestRefused
from service.jobs.job import Kind
from service.jobs.work import text_content

# The longest name a file system stores; longer ones are cut at the front, keeping the ending.
_MAX_NAME_CHARS = 255
# What a file that comes without a name is called.
_UNNAMED = "upload"
# A text of a megabyte is some 600 passages, which embed in about the time that a person, or the
# proxy in between, waits for an answer. More than that is work for a job.
LARGE_BYTES = 1024 * 1024

_FILE = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "its name becomes its source"}
    },
}
_PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "`respond-async` makes a job of anything.",
}
UPLOAD_SCHEMA: dict[str, Any] = {
    "parameters": [_PREFER],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FILE},
            "application/json": {"schema": DocumentIn.model_json_schema()},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: `content` is the file, the text with what was said of it, or empty for a URL.

    `given` is set for a text.
    """

    kind: Kind
    name: str
    content: IO[bytes]
    size: int
    given: DocumentIn | None = None

    @property
    def at_once(self) -> bool:
        """Whether it is small and here, so that it might be stored while the client waits."""
        return self.kind is not Kind.URL and self.size <= LARGE_BYTES

    def document(self, max_bytes: int) -> Document | None:
        """Read it, or None for one that holds documents and is none itself, or more than one.

        Raises InputError when it cannot be used.
        """
        if self.given is not None:
            return _of_text(self.given)
        raw = Raw(source=self.name, name=self.name, content=self.content.read())
        self.content.seek(0)
        parts = expand(raw)
        if next(parts, None) is not raw or next(parts, None) is not None:
            return None
        return read(raw, max_bytes)


@asynccontextmanager
async def received(request: Request, max_bytes: int) -> AsyncIterator[Sent]:
    """Take the body in; the content is there until the block ends.

    Raises RequestRefused for a body that is neither form nor JSON, DocumentTooLarge.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        async with request.form(max_files=1, max_fields=1) as form:
            upload = _upload(form.multi_items())
            yield await run_in_threadpool(_file, upload, max_bytes)
    elif media == "application/json":
        yield _json(await request.body(), max_bytes)
    else:
        raise RequestRefused(
            "unsupported_format",
            f"Expected multipart/form-data or application/json, not {media or 'an untyped body'}.",
        )


def wants_job(request: Request) -> bool:
    """Whether the client asks not to wait (RFC 7240)."""
    asked = ",".join(request.headers.getlist("prefer"))
    return any(
        part.partition(";")[0].strip().lower() == "respond-async" for part in asked.split(",")
    )


def _upload(fields: list[tuple[str, UploadFile | str]]) -> UploadFile:
    if [name for name, _ in fields] != ["file"] or not isinstance(fields[0][1], UploadFile):
        names = ", ".join(name for name, _ in fields) or "none"
        raise RequestRefused(
            "invalid_request", f"Expected one field, a file called 'file'; came: {names}."
        )
    return fields[0][1]


def _file(upload: UploadFile, max_bytes: int) -> Sent:
    name, file, size = source_name(upload.filename or ""), upload.file, upload.size or 0
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if size > max_bytes and not may_hold_documents(head):
        raise DocumentTooLarge(f"{name}: {size:,} bytes, at most {max_bytes:,} are read")
    return Sent(Kind.FILE, name, file, size)


def source_name(filename: str) -> str:
    r"""Keep the last part of whatever path a client sends, in NFC and as it looks.

    >>> source_name("../../etc/passwd")
    'passwd'
    >>> source_name("C:\\briefings\\a.html")
    'a.html'
    """
    composed = normalise(filename).replace("\n", "").replace("\\", "/")
    base = composed.rstrip("/").rpartition("/")[2].strip()
    return base[-_MAX_NAME_CHARS:] if base.strip(".") else _UNNAMED


def _json(body: bytes, max_bytes: int) -> Sent:
    try:
        given = DocumentIn.model_validate_json(body)
    except ValidationError as error:
        wrong = error.errors(include_input=False)
        raise RequestValidationError(
            [one | {"loc": ("body", *one["loc"])} for one in wrong]
        ) from error
    if given.url is not None:
        return Sent(Kind.URL, given.url, BytesIO(), 0)
    text = given.text or ""
    size = len(text.encode())
    if size > max_bytes:
        raise DocumentTooLarge(f"The text has {size:,} bytes; the limit is {max_bytes:,}.")
    content = text_content(text, given.title, given.source, given.published_at)
    name = given.source or given.title or "text"
    return Sent(Kind.TEXT, name, BytesIO(content), len(content), given)


def _of_text(given: DocumentIn) -> Document:
    return from_text(
        given.text or "",
        title=given.title,
        source=given.source,
        published_at=given.published_at,
    )
