"""Merges large segments, and makes codes of their vectors, in a thread of its own, while searching
and storing go on."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from index import arrays
from index.arrays import Column
from index.held import Held, parts
from index.merging import merged
from index.segment import Segment
from index.snapshots import SnapshotFolder, Written
from ingest.going_on import GivenUp, LeftOff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Merged:
    """The files of a segment that was merged from others."""

    segment: Written
    codes: Written | None


class Merger:
    """One merge at a time. What has been written is handed to `take`, which puts it in its place
    or throws it away. `encode` gives what writes the codes of a segment's vectors into a file,
    until it is given up; None where it is to have none."""

    def __init__(
        self,
        folder: SnapshotFolder,
        encode: Callable[[Segment, GivenUp], Callable[[Path], None] | None],
        take: Callable[[Sequence[Held], Merged], None],
    ) -> None:
        self._folder = folder
        self._encode = encode
        self._take = take
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self.busy: Sequence[Held] = ()

    def start(self, group: Sequence[Held]) -> None:
        """Begin to merge segments, unless a merge is under way or the merger is closed."""
        if self.busy or not group or self._stopping.is_set():
            return
        self.busy = group
        self._thread = threading.Thread(target=self._merge, args=(group,), name="merging")
        self._thread.start()

    def wait(self) -> None:
        """Until no merge is under way."""
        while (thread := self._thread) is not None and thread.is_alive():
            thread.join()

    def close(self) -> None:
        """Give up what is under way: it will be found to be due again."""
        self._stopping.set()
        self.wait()

    def merged(self, group: Sequence[Held]) -> Merged:
        """Several segments as one on the disk, or nothing of it. Raises OSError and
        LeftOff."""
        segment = self._folder.write(self._stoppable(merged(parts(group))), "merging")
        try:
            whole = Segment.from_arrays(arrays.read(segment.path))
            encode = self._encode(whole, self._stopping.is_set)
            codes = None if encode is None else self._folder.write_by(encode, "encoding")
        except BaseException:
            segment.path.unlink(missing_ok=True)
            raise
        return Merged(segment, codes)

    def _merge(self, group: Sequence[Held]) -> None:
        """Whatever goes wrong, the next document makes it try again."""
        try:
            self._take(group, self._freed(group))
        except LeftOff:  # the index is being closed
            pass
        except OSError as error:  # a full disk, say
            log.warning("segments could not be merged: %s", error)
        except Exception:  # the thread must live on: without it nothing is merged any more
            log.exception("segments could not be merged")

    def _freed(self, group: Sequence[Held]) -> Merged:
        """`merged`, after which a merge that failed is under way no longer."""
        try:
            return self.merged(group)
        except BaseException:
            self.busy = ()
            raise

    def _stoppable(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        return {n: replace(one, blocks=self._blocks(one)) for n, one in columns.items()}

    def _blocks(self, column: Column) -> Iterator[NDArray[Any]]:
        for block in column.blocks:
            if self._stopping.is_set():
                raise LeftOff
            yield block
