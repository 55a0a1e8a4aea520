"""What a backup says about itself: which files it has, and what they hold."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Self

from index import schema
from index.directory import LAYOUT
from index.errors import BackupDamaged, StoreTooNew
from index.files import sha256_of

NAME = "backup.json"
FORMAT = "briefing-qa-backup"
# Counts up when a file of a backup changes its meaning.
VERSION = 1


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file's size in bytes, and the hexadecimal SHA-256 of its content."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """Measure a file."""
        return cls(path.stat().st_size, sha256_of(path))


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """The contents of backup.json. `files` is by path within the backup, with forward slashes."""

    created_at: datetime
    documents: int
    generation: int
    files: Mapping[str, FileMark]
    layout: int = LAYOUT
    schema: int = schema.VERSION

    def to_json(self) -> str:
        """The manifest as text."""
        values = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(values, indent=2, default=datetime.isoformat) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError when the text is no manifest, StoreTooNew for a later release's."""
        values: Any = json.loads(text)
        try:
            if values.pop("format") != FORMAT:
                raise ValueError("of another format")
            if (version := int(values.pop("version"))) > VERSION:
                raise StoreTooNew(f"the backup is of version {version}; known is up to {VERSION}")
            files = {name: FileMark(**mark) for name, mark in values.pop("files").items()}
            created = datetime.fromisoformat(values.pop("created_at"))
            return cls(created_at=created, files=files, **values)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"not a manifest: {error}") from error


def verified(folder: Path) -> BackupManifest:
    """What a backup says about itself, once every file is known to be what it says.

    Raises BackupDamaged, or StoreTooNew for a backup that a later release has made.
    """
    manifest = _read(folder / NAME)
    for what, found, known in (
        ("arrangement", manifest.layout, LAYOUT),
        ("schema", manifest.schema, schema.VERSION),
    ):
        if found > known:
            raise StoreTooNew(f"{folder} has {what} {found}; this release knows up to {known}")
    for name, mark in manifest.files.items():
        if not _is_inside(name):
            raise BackupDamaged(f"{folder / NAME} names {name!r}, which is no part of a backup")
        _verify(folder / name, mark)
    return manifest


def _read(path: Path) -> BackupManifest:
    try:
        return BackupManifest.from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupDamaged(f"{path} is missing: {path.parent} is no backup") from error
    except ValueError as error:
        raise BackupDamaged(f"{path} cannot be read: {error}") from error


def _is_inside(name: str) -> bool:
    """Whether a path stays within the folder it is taken from.

    >>> [_is_inside(name) for name in ("jobs/1/content", "../LAYOUT", "/etc/passwd", "")]
    [True, False, False, False]
    """
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _verify(path: Path, mark: FileMark) -> None:
    try:
        found = FileMark.of(path)
    except FileNotFoundError as error:
        raise BackupDamaged(f"{path} is missing") from error
    if found != mark:
        raise BackupDamaged(
            f"{path} is not what was backed up: {found.size} bytes with SHA-256"
            f" {found.sha256[:12]}..., expected {mark.size} with {mark.sha256[:12]}..."
        )
