"""What has to hold before questions are sent here: database, snapshot, model, free disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BriefingError
from service.http.loading import Loader

# Room for a snapshot of some 100,000 passages beside the one it replaces would be 300 MB; below
# 64 MB not even a small ingest is sure to end, and the disk is about to trouble everyone.
MIN_FREE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    ok: bool
    detail: str


def inspect(loader: Loader, data_dir: Path) -> dict[str, Check]:
    """Look at everything; blocking, but quick: one count in the database and one disk query."""
    return {**_parts(loader), "disk": _disk(data_dir)}


def _parts(loader: Loader) -> dict[str, Check]:
    try:
        status = loader.parts().index.status()
    except BriefingError as error:
        return {name: Check(False, str(error)) for name in ("database", "snapshot", "model")}
    return {
        "database": Check(True, f"{status.documents} documents, {status.passages} passages"),
        "snapshot": Check(True, f"generation {status.searched} of {status.generation}"),
        "model": Check(True, status.model_id),
    }


def _disk(data_dir: Path) -> Check:
    try:
        free = shutil.disk_usage(data_dir).free
    except OSError as error:
        return Check(False, f"the data folder cannot be looked at: {error.strerror}")
    return Check(free >= MIN_FREE_BYTES, f"{free // 1024**2:,} MB free")
