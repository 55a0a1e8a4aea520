"""Jobs on the disk: what was sent, where it stands, and what became of each document in it."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from index.errors import StorageFailed
from index.files import copy_synced, named_errors, replace_text, sync_file, sync_folder
from service.jobs.job import Job, Kind, State
from service.outcomes import Item, Outcome

_STATE, _CONTENT, _ITEMS = "job.json", "content", "items.jsonl"
# A folder under this name is not accepted yet; one that a crash leaves behind was never promised.
_COMING = ".coming-"
# Copied at a time: large enough to be fast, small beside what a request may hold in memory.
_BLOCK = 1 << 20


class JobFolder:
    """One folder a job below `root`. Every method raises StorageFailed when the disk refuses."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def load(self) -> list[Job]:
        """Every job there is, oldest first, after what a crash left half-made is taken away.

        Raises StorageFailed, for a state that cannot be read too: it may be a promise.
        """
        with named_errors(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            for path in _folders(self._root.iterdir()):
                if path.name.startswith(_COMING) or not (path / _STATE).exists():
                    shutil.rmtree(path)  # not accepted yet, or half removed
            return [self._read(path) for path in _folders(self._root.iterdir())]

    def accept(self, job: Job, content: IO[bytes]) -> None:
        """Take a job and its content in: both are on the disk when this returns."""
        coming = self._root / f"{_COMING}{job.job_id}"
        with named_errors(self._root):
            try:
                coming.mkdir(parents=True)
                with (coming / _CONTENT).open("wb") as file:
                    shutil.copyfileobj(content, file, _BLOCK)
                    file.flush()
                    os.fsync(file.fileno())
                replace_text(coming / _STATE, _written(job))
                coming.rename(self._root / job.job_id)
                sync_folder(self._root)
            except BaseException:
                shutil.rmtree(coming, ignore_errors=True)
                raise

    def save(self, job: Job) -> None:
        """Keep where a job stands."""
        with named_errors(self._root):
            replace_text(self._root / job.job_id / _STATE, _written(job))

    def content(self, job: Job) -> bytes:
        """What was sent."""
        with named_errors(self._root):
            return (self._root / job.job_id / _CONTENT).read_bytes()

    def drop_content(self, job: Job) -> None:
        """Forget what was sent, which is not needed any more."""
        with named_errors(self._root):
            (self._root / job.job_id / _CONTENT).unlink(missing_ok=True)

    def append(self, job: Job, item: Item) -> None:
        """Write down what became of one input.

        Not synced: a line that a crash takes away is worked out again, from what is stored by then.
        """
        line = json.dumps(asdict(item), ensure_ascii=False)
        with named_errors(self._root), self._items(job).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def items(self, job: Job, start: int = 0, stop: int | None = None) -> list[Item]:
        """The outcomes number `start` up to `stop`, in the order in which they came."""
        with named_errors(self._root):
            return [_item(line) for line in self._lines(job)[start:stop]]

    def copy_to(self, root: Path) -> None:
        """Copy every job, while others work on them; one that goes meanwhile is left out.

        Content first and state next: a job whose content is gone is done by its state.
        """
        with named_errors(self._root):
            for path in _folders(self._root.glob("[!.]*")):
                (root / path.name).mkdir(parents=True)
                for name in (_CONTENT, _STATE, _ITEMS):
                    with suppress(FileNotFoundError):
                        copy_synced(path / name, root / path.name / name)

    def remove(self, job: Job) -> None:
        """Take everything of a job away."""
        with named_errors(self._root):
            shutil.rmtree(self._root / job.job_id)

    def _read(self, path: Path) -> Job:
        try:
            job = _job(json.loads((path / _STATE).read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError) as error:
            raise StorageFailed(
                f"{path / _STATE} is damaged ({error}); move {path} away to start without that job"
            ) from error
        self._mend(job)
        counts = Counter(_item(line).status for line in self._lines(job))
        job.counts.update(counts)
        return job

    def _mend(self, job: Job) -> None:
        """Cut off a last line that a crash left half-written, or the next would be part of it."""
        path = self._items(job)
        if not path.exists():
            return
        written = path.read_bytes()
        whole = written[: written.rfind(b"\n") + 1]
        if whole != written:
            path.write_bytes(whole)
            sync_file(path)

    def _lines(self, job: Job) -> list[str]:
        path = self._items(job)
        # By line feeds alone: a source may hold other characters that part lines.
        return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []

    def _items(self, job: Job) -> Path:
        return self._root / job.job_id / _ITEMS


def _folders(paths: Iterable[Path]) -> list[Path]:
    """The folders among paths; a file is no job, but what a file manager leaves where it was."""
    return sorted(path for path in paths if path.is_dir())


def _written(job: Job) -> str:
    values = asdict(job)
    del values["counts"]  # they are the items' own
    return json.dumps(values, ensure_ascii=False, default=datetime.isoformat)


def _job(values: dict[str, Any]) -> Job:
    times = {name: _moment(values[name]) for name in ("started_at", "finished_at")}
    created = datetime.fromisoformat(values["created_at"])
    kind, state = Kind(values["kind"]), State(values["state"])
    return Job(**{**values, **times, "created_at": created, "kind": kind, "state": state})


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _item(line: str) -> Item:
    values = json.loads(line)
    return Item(**{**values, "status": Outcome(values["status"])})
