"""A folder and the documents read from it, kept the same by looking at the folder now and then.

Looking works on every file system, network folders and containers' mounts included, where news of
changes does not arrive; it needs no news of what happened while nobody looked; and it costs little:
see `pause`.
"""

import time
from collections.abc import Mapping
from pathlib import Path

from index.corpus import Index
from ingest.errors import SourceNotFound
from ingest.fetch import source_of
from ingest.listing import Listing, Seen, list_folder, places
from ingest.web import MAX_BYTES
from service.ingesting import Watcher, ingest
from service.outcomes import Outcome, Report

# A file is read, or given up for gone, when two looks this far apart agree about it: programs that
# write a file, or put a new one in its place, let no second pass between two steps.
SETTLE_SECONDS = 2.0
# Looking at a folder of any size takes this share of the time at most.
_SHARE_LOOKING = 0.05
# From so many on, documents do not go when they are more than the files that are left: somebody
# who empties a folder can say so, and a disk that is gone cannot.
MANY = 20


class Follower(Watcher):
    """Told what happens to a watched folder's documents; see Watcher for the rest."""

    def removed(self, source: str, doc_id: str) -> None:
        """A document went with its file; it is found no more."""

    def out_of_reach(self, error: SourceNotFound) -> None:
        """The folder cannot be opened any more: its documents stay, and it is waited for."""

    def back(self) -> None:
        """It can be opened again."""

    def held_back(self, count: int) -> None:
        """So many documents' files are missing, too many to believe it: they stay."""


class FolderWatch:
    """Brings the index after a folder, look by look; to be used by one thread.

    A document goes with its file, and a member of an archive when the archive holds it no longer.
    But nothing goes when the folder cannot be opened, when no file is left in it, or when more
    documents (MANY at least) would go than files are left; `remove_many` says that this is right.
    What a link in the folder leads to outside is read, and never removed.
    """

    def __init__(
        self,
        index: Index,
        folder: Path,
        follower: Follower,
        *,
        max_bytes: int = MAX_BYTES,
        remove_many: bool = False,
    ) -> None:
        self._index = index
        # Absolute, so that no name can be taken for a URL.
        self._folder = folder.absolute()
        self._follower = follower
        self._max_bytes = max_bytes
        self._remove_many = remove_many
        self._read: dict[str, Seen] = {}
        self._before: Listing | None = None
        self._done: Listing | None = None
        self._lost = False
        self._held_back = 0
        self.pause = SETTLE_SECONDS
        self.unsettled = 0

    def look(self) -> None:
        """Look at the folder, and take up what this look and the one before agree about.

        What cannot be read is told and stops nothing. Raises the index's errors; the next look
        goes on where they came.
        """
        now = self._listing()
        before, self._before = self._before, now
        if now is None or before is None or now == self._done:
            return
        steady = {s: seen for s, seen in now.files.items() if before.files.get(s) == seen}
        self.unsettled = len(now.files) - len(steady)
        while self._follow(before, now, steady):
            pass  # what went with a removed document, and is there, is read again
        if now == before and not self._follower.stopping():
            self._done = now

    def _listing(self) -> Listing | None:
        started = time.monotonic()
        try:
            found = list_folder(self._folder)
        except SourceNotFound as error:
            if not self._lost:
                self._follower.out_of_reach(error)
            self._lost = True
            return None
        if self._lost:
            self._follower.back()
        self._lost = False
        took = time.monotonic() - started
        self.pause = max(SETTLE_SECONDS, took / _SHARE_LOOKING)
        return found

    def _follow(self, before: Listing, now: Listing, steady: Mapping[str, Seen]) -> bool:
        """Read and remove once; whether files are to be read again because of what was removed."""
        fresh = {s: seen for s, seen in steady.items() if self._read.get(s) != seen}
        report = self._ingest(fresh)
        if report.stopped:
            return False
        held = self._index.held_below(source_of(self._folder))
        gone = {
            source: doc_id
            for source, doc_id in held.items()
            if now.file_of(source) is None and before.file_of(source) is None
        }
        if not self._believes(len(gone), len(now.files)):
            gone = {}
        again = self._remove(gone | _left_out(held, now, fresh, report), now)
        return bool(again & steady.keys())

    def _ingest(self, fresh: Mapping[str, Seen]) -> Report:
        if not fresh:
            return Report(())
        paths = [str(seen.path) for seen in fresh.values()]
        report = ingest(self._index, paths, self._follower, max_bytes=self._max_bytes)
        if not report.stopped:
            self._read.update(fresh)
        return report

    def _believes(self, gone: int, left: int) -> bool:
        """Whether so many documents' files are gone, and not only out of sight."""
        doubtful = gone > 0 and (left == 0 or (gone >= MANY and gone > left))
        count = gone if doubtful and not self._remove_many else 0
        if count and count != self._held_back:
            self._follower.held_back(count)
        self._held_back = count
        return count == 0

    def _remove(self, documents: Mapping[str, str], now: Listing) -> set[str]:
        """Remove documents by source; gives the files that have to be read again: those of other
        versions of the same articles, which go with them, and of the same text elsewhere."""
        if not documents:
            return set()
        beside = self._index.sources_beside(documents.values()) - documents.keys()
        self._index.remove_all(documents.values())
        for source, doc_id in documents.items():
            self._follower.removed(source, doc_id)
        again = {file for source in beside if (file := now.file_of(source)) is not None}
        for file in again:
            self._read.pop(file, None)
        return again


def _left_out(
    held: Mapping[str, str], now: Listing, fresh: Mapping[str, Seen], report: Report
) -> dict[str, str]:
    """Documents of files that were just read and hold them no longer, by source.

    A file that failed as a whole says nothing of what is in it, and no more does an archive in one.
    """
    told = {item.source for item in report.items}
    failed = {item.source for item in report.items if item.status is Outcome.FAILED}
    return {
        source: doc_id
        for source, doc_id in held.items()
        if now.file_of(source) in fresh
        and source not in told
        and not any(place in failed for place in places(source))
    }
