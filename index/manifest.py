"""What a dense index on disk says about itself; checked before it is believed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

# Counts up when the files of an index change their meaning; other numbers are rebuilt.
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of manifest.json. `rows_digest` names the set of passages inside, and `files`
    the SHA-256 of every file beside the manifest."""

    layout: int
    generation: int
    model_id: str
    dimension: int
    transform: str
    chunking: Mapping[str, int]
    passages: int
    vectors: int
    rows_digest: str
    files: Mapping[str, str]

    def to_json(self) -> str:
        """The manifest as text, the same for the same contents."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError when the text is no manifest."""
        fields: Any = json.loads(text)
        try:
            return cls(**fields)
        except TypeError as error:
            raise ValueError(f"not a manifest: {error}") from error


def digest_of(rows: NDArray[np.int64]) -> str:
    """SHA-256 over ascending passage rows."""
    return hashlib.sha256(np.ascontiguousarray(rows, "<i8").tobytes()).hexdigest()
