"""Dense indexes on disk: written beside, checked, renamed, and only then pointed at.

snapshots/<generation>/{vectors.faiss, owners.npy, extra-<name>.npy, manifest.json}
snapshots/CURRENT: "<generation> <SHA-256 of its manifest.json>"
"""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import dense
from index.crashpoints import CrashPoint, reach
from index.dense import Snapshot
from index.files import copy_synced, replace_text, sha256_of, sync_file, sync_folder
from index.manifest import LAYOUT, Manifest, digest_of

# The one in use and the one before it, which another process may just be reading.
_KEPT = 2
_VECTORS, _OWNERS, _MANIFEST = "vectors.faiss", "owners.npy", "manifest.json"
_EXTRA = re.compile(r"extra-(\w+)\.npy")
_BUILDING = ".building"


class SnapshotFolder:
    """The folder `root` of a data directory's dense indexes; one process at a time writes there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "CURRENT"

    def save(self, snapshot: Snapshot, chunking: Mapping[str, int]) -> None:
        """Put an index on the disk and point to it; a crash leaves the old one or the new one."""
        building = self.root / _BUILDING
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        digest = _write(snapshot, building, chunking)
        reach(CrashPoint.BEFORE_RENAME)
        final = self.root / str(snapshot.generation)
        shutil.rmtree(final, ignore_errors=True)  # a damaged one of the same generation
        building.replace(final)
        sync_folder(self.root)
        reach(CrashPoint.AFTER_RENAME)
        reach(CrashPoint.BEFORE_POINTER)
        replace_text(self._pointer, f"{snapshot.generation} {digest}\n")
        reach(CrashPoint.AFTER_POINTER)
        self._remove_old(snapshot.generation)

    def exists(self) -> bool:
        """Whether any index is pointed at."""
        return self._pointer.exists()

    def load(self) -> tuple[Snapshot, Manifest]:
        """The index pointed at. Raises ValueError or OSError when anything about it is wrong."""
        name, digest = self._pointer.read_text(encoding="utf-8").split()
        folder = self.root / name
        if not name.isdecimal() or sha256_of(folder / _MANIFEST) != digest:
            raise ValueError(f"{folder} is not what {self._pointer} points at")
        manifest = Manifest.from_json((folder / _MANIFEST).read_text(encoding="utf-8"))
        return _read(folder, manifest), manifest

    def copy_to(self, folder: Path) -> None:
        """Put the index pointed at, as it is, and the pointer into another such folder.

        Files are linked where the disk can do that: they are never changed. Nothing is copied when
        there is no index, or another has taken its place; one is made again from the database.
        """
        try:
            pointer = self._pointer.read_text(encoding="utf-8")
            name = pointer.split()[0]
            shutil.copytree(self.root / name, folder / name, copy_function=_link)
        except (OSError, ValueError, IndexError, shutil.Error):
            for half in folder.iterdir():
                shutil.rmtree(half)
            return
        replace_text(folder / self._pointer.name, pointer)

    def sweep(self) -> None:
        """Remove what an interrupted write has left."""
        for leftover in [*self.root.glob(f"{_BUILDING}*"), *self.root.glob("*.new")]:
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)

    def _remove_old(self, current: int) -> None:
        found = {int(path.name) for path in self.root.iterdir() if path.name.isdecimal()}
        for generation in sorted(found - {current})[: 1 - _KEPT]:
            shutil.rmtree(self.root / str(generation), ignore_errors=True)


def _write(snapshot: Snapshot, folder: Path, chunking: Mapping[str, int]) -> str:
    """Write all files; the SHA-256 of the manifest."""
    snapshot.write_vectors(folder / _VECTORS)
    reach(CrashPoint.SNAPSHOT_WRITE)
    np.save(folder / _OWNERS, snapshot.owners, allow_pickle=False)
    for name, array in snapshot.extras.items():
        np.save(folder / f"extra-{name}.npy", array, allow_pickle=False)
    rows = snapshot.rows
    manifest = Manifest(
        layout=LAYOUT,
        generation=snapshot.generation,
        model_id=snapshot.model_id,
        dimension=snapshot.dimension,
        transform=snapshot.transform,
        chunking=dict(chunking),
        passages=len(rows),
        vectors=len(snapshot.owners),
        rows_digest=digest_of(rows),
        files={path.name: sha256_of(path) for path in sorted(folder.iterdir())},
    )
    (folder / _MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    for path in folder.iterdir():
        sync_file(path)
    sync_folder(folder)
    return sha256_of(folder / _MANIFEST)


def _read(folder: Path, manifest: Manifest) -> Snapshot:
    if manifest.layout != LAYOUT:
        raise ValueError(f"{folder} has layout {manifest.layout}, not {LAYOUT}")
    for name, digest in manifest.files.items():
        if sha256_of(folder / name) != digest:
            raise ValueError(f"{folder / name} fails its checksum")
    return Snapshot(
        manifest.generation,
        manifest.model_id,
        manifest.transform,
        _array(folder / _OWNERS),
        {
            found[1]: _array(folder / name)
            for name in manifest.files
            if (found := _EXTRA.fullmatch(name))
        },
        dense.read_vectors(folder / _VECTORS, manifest.dimension, manifest.vectors),
    )


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        copy_synced(Path(source), Path(target))


def _array(path: Path) -> NDArray[Any]:
    array: NDArray[Any] = np.load(path, allow_pickle=False)
    return array
