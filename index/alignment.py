"""How a model places its languages, and questions beside passages: measured once on probe texts.

Multilingual models keep texts of one language together, so a Korean passage that answers an English
question lies further off than one that merely shares its language; and questions lie apart from
passages. `probes.jsonl` holds the same short texts and questions in both languages, so what differs
on average between their vectors is language, or being a question, and not a topic.
"""

import hashlib
import json
import os
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder, PassageText
from ingest.document import Language

Matrix = NDArray[np.float32]


# Raised when what is measured changes, so that older files are not taken for it.
LAYOUT = 2


@dataclass(frozen=True, slots=True)
class Alignment:
    """A model's habits, float32.

    `direction` (d,) is the unit vector along which its languages differ; it is taken out of all
    the others. By language: `prior` (d,) is the mean probe passage, `spread` (d, d) the second
    moment of the probe passages around it, as unit vectors, and `question_offset` (d,) how
    questions lie beside their passages on average.
    """

    direction: Matrix
    prior: dict[Language, Matrix]
    spread: dict[Language, Matrix]
    question_offset: dict[Language, Matrix]


def without(direction: Matrix, rows: Matrix) -> Matrix:
    """Unit rows (n, d) with their component along a unit direction (d,) taken out, unit again."""
    flat = rows - np.outer(rows @ direction, direction)
    scaled: Matrix = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
    return scaled.astype(np.float32)


def align(embedder: Embedder, folder: Path) -> Alignment:
    """The alignment of the embedder's model, from `folder` when it was measured before."""
    text = (files(__package__) / "probes.jsonl").read_text(encoding="utf-8")
    probes = [json.loads(line) for line in text.splitlines()]
    key = hashlib.sha256(f"{LAYOUT}\n{embedder.model_id}\n{text}".encode()).hexdigest()[:16]
    path = folder / f"{key}.npz"
    found = _load(path)
    if found is None:
        found = _measure(embedder, probes)
        with suppress(OSError):  # a folder that is only for reading: measured again next time
            _save(found, path)
    return found


def _measure(embedder: Embedder, probes: list[dict[str, str]]) -> Alignment:
    passages = {
        language: np.stack([rows[0] for rows in embedder.encode_passages(
            [PassageText("", probe[f"passage_{language}"]) for probe in probes]
        )])
        for language in Language
    }  # fmt: skip
    questions = {
        language: np.stack(
            [embedder.encode_query(probe[f"question_{language}"]) for probe in probes]
        )
        for language in Language
    }
    # The direction of the largest mean square difference between translations: the first right
    # singular vector of the differences, not centred, for it is their mean that is looked for.
    differences = passages[Language.KO] - passages[Language.EN]
    direction = np.linalg.svd(differences, full_matrices=False)[2][0].astype(np.float32)
    flat = {name: without(direction, rows) for name, rows in passages.items()}
    prior = {name: rows.mean(axis=0) for name, rows in flat.items()}
    return Alignment(
        direction,
        prior,
        {name: _second_moment(rows - prior[name]) for name, rows in flat.items()},
        {
            name: without(direction, rows).mean(axis=0) - prior[name]
            for name, rows in questions.items()
        },
    )


def _second_moment(rows: Matrix) -> Matrix:
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    moment: Matrix = unit.T @ unit / np.float32(len(unit))
    return moment


def _load(path: Path) -> Alignment | None:
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            by_language = [
                {language: arrays[f"{kind}_{language}"] for language in Language}
                for kind in ("prior", "spread", "question_offset")
            ]
            return Alignment(arrays["direction"], *by_language)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # absent or damaged: measuring again takes seconds


def _save(alignment: Alignment, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.npz")
    kinds = {
        "prior": alignment.prior,
        "spread": alignment.spread,
        "question_offset": alignment.question_offset,
    }
    arrays = {f"{kind}_{name}": found[name] for kind, found in kinds.items() for name in found}
    np.savez(partial, direction=alignment.direction, **arrays)  # type: ignore[arg-type] # numpy's stub takes the names for options
    partial.replace(path)
