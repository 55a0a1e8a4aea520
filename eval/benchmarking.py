"""Benchmark figures written beside evaluation results, with the same provenance."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from eval import provenance
from eval.datasets import Dataset


def write_benchmark(
    kind: str,
    dataset: Dataset,
    model: str,
    settings: Mapping[str, object],
    figures: Mapping[str, object],
    folder: Path,
) -> Path:
    """Write one benchmark as `<kind>-<set>-<date>-<commit>.json`; gives the file."""
    made = provenance.commit()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    result = {
        "benchmark": kind,
        "set": dataset.name,
        "date": now,
        "commit": made.id,
        "dirty": made.dirty,
        "model": model,
        "settings": dict(settings),
        "corpus_digest": dataset.digest,
        "machine": provenance.machine(),
        **figures,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}-{dataset.name}-{now[:10]}-{made.short}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
