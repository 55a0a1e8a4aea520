"""What a snapshot on disk says about itself; checked before it is believed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from index.postings import Integers

# Counts up when the files of a snapshot change their meaning; other numbers are rebuilt.
LAYOUT = 2


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a snapshot: its name, and the SHA-256 of its content."""

    name: str
    sha256: str

    @classmethod
    def of(cls, fields: Mapping[str, str] | None) -> "StoredFile | None":
        """One out of a manifest, if there is one."""
        return None if fields is None else cls(**fields)


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """A segment's file, and that of its codes if it has any: see index.coded."""

    segment: StoredFile
    codes: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot consists of. `passages` and `rows_digest` are of the living ones, whose
    rows they name; the segments may hold others beside them. `frame` is what the vectors are
    moved by, where that is not found anew each time."""

    layout: int
    generation: int
    model_id: str
    dimension: int
    chunking: Mapping[str, int]
    passages: int
    rows_digest: str
    segments: Sequence[SegmentFiles]
    frame: StoredFile | None = None

    @property
    def files(self) -> list[StoredFile]:
        """Every file beside the manifest."""
        found = [self.frame, *(file for one in self.segments for file in (one.segment, one.codes))]
        return [file for file in found if file is not None]

    def to_text(self) -> str:
        """The manifest under its own checksum, the same for the same contents."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        return f"{_sha256(text)}\n{text}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Raises ValueError when the text is no manifest, or not as it was written."""
        digest, _, content = text.partition("\n")
        if _sha256(content) != digest:
            raise ValueError("not the manifest that was written")
        fields: dict[str, Any] = json.loads(content)
        if fields.get("layout") != LAYOUT:
            raise ValueError(f"a manifest of layout {fields.get('layout')}, not {LAYOUT}")
        try:
            segments = tuple(
                SegmentFiles(StoredFile(**one["segment"]), StoredFile.of(one["codes"]))
                for one in fields.pop("segments")
            )
            return cls(**fields | {"frame": StoredFile.of(fields["frame"])}, segments=segments)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a manifest: {error!r}") from error


def digest_of(rows: Integers) -> str:
    """SHA-256 over ascending passage rows."""
    return hashlib.sha256(np.ascontiguousarray(rows, "<i8").tobytes()).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
