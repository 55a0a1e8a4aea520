"""Reads an export back: known to be whole first, then one document at a time."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from index.errors import ExportDamaged, StoreTooNew
from index.exporting import FORMAT, VERSION
from index.files import named_errors
from index.records import Original
from ingest.document import Document, Dropped, Language, Span
from ingest.origins import Confidence, Origin, StatedBy

_Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """A document as another collection has stored it: see docs/operations.md for the fields.

    `article` is a number that the versions of one article share within one export.
    """

    document: Document
    article: int
    version: int
    current: bool
    ingested_at: datetime
    originals: tuple[Original, ...]

    @classmethod
    def of(cls, record: _Record) -> Self:
        """Raises ValueError, KeyError or TypeError for a record that is none of a document."""
        document = _document(record)
        if document.doc_id != record["doc_id"]:
            raise ValueError(f"its content has the id {document.doc_id}, not {record['doc_id']!r}")
        return cls(
            document,
            int(record["article"]),
            int(record["version"]),
            bool(record["current"]),
            datetime.fromisoformat(record["ingested_at"]),
            tuple(Original(**one) for one in record["originals"]),
        )


class ExportFile:
    """A file that `briefing export` has written; `documents` is how many are in it, `aliases` the
    text of the file of abbreviations, if there was one."""

    def __init__(self, path: Path) -> None:
        """Hold the file against its last line.

        Raises ExportDamaged, StoreTooNew for a later release's, or StorageFailed.
        """
        self._path = path
        with named_errors(path):
            header, before_end = self._checked()
        if header.get("record") != "header" or header.get("format") != FORMAT:
            raise ExportDamaged(f"{path} is no export: it does not begin with {FORMAT!r}")
        if header["version"] > VERSION:
            raise StoreTooNew(
                f"the export is of version {header['version']}; known is up to {VERSION}"
            )
        self.documents = int(header["documents"])
        self.aliases: str | None = before_end["text"] if header["aliases"] else None

    def __iter__(self) -> Iterator[Exported]:
        """The documents in the order in which they were stored. Raises ExportDamaged."""
        with named_errors(self._path), self._path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                record = self._record(line, number)
                if record.get("record") != "document":
                    continue
                try:
                    exported = Exported.of(record)
                except (ValueError, KeyError, TypeError) as error:
                    raise ExportDamaged(f"{self._path}, line {number}: {error!r}") from error
                yield exported

    def _checked(self) -> tuple[_Record, _Record]:
        """The first record and the last but one, once the last is known to be right."""
        digest, lines, previous, header = hashlib.sha256(), 0, b"", b""
        with self._path.open("rb") as file:
            before = b""
            for line in file:
                header = header or line
                digest.update(before)
                previous, before, lines = before, line, lines + 1
        end = {"record": "end", "lines": lines - 1, "sha256": digest.hexdigest()}
        if not before.endswith(b"\n") or self._record(before, lines) != end:
            raise ExportDamaged(
                f"{self._path} is no whole export: its last line does not fit what is before it"
            )
        return self._record(header, 1), self._record(previous, lines - 1)

    def _record(self, line: bytes, number: int) -> _Record:
        try:
            record = json.loads(line)
        except ValueError as error:
            raise ExportDamaged(f"{self._path}, line {number} is not JSON: {error}") from error
        if not isinstance(record, dict):
            raise ExportDamaged(f"{self._path}, line {number} is no record")
        return record


def _document(record: _Record) -> Document:
    return Document(
        source=record["source"],
        title=record["title"],
        text=record["text"],
        language=Language(record["language"]),
        publisher=record["publisher"],
        byline=record["byline"],
        published_at=_moment(record["published_at"]),
        url=record["url"],
        dropped=tuple(Dropped(**one) for one in record["dropped"]),
        section=record["section"],
        modified_at=_moment(record["modified_at"]),
        subheadlines=tuple(Span(**one) for one in record["subheadlines"]),
        origins=tuple(
            Origin(one["field"], StatedBy(one["source"]), Confidence(one["confidence"]))
            for one in record["origins"]
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
