"""From paths and URLs to stored documents, one at a time, with a report that leaves nothing out."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.corpus import Index
from index.records import Change, ChangeKind
from ingest.document import Document
from ingest.errors import InputError
from ingest.fetch import gather
from ingest.pipeline import prepare, prepare_all
from ingest.raw import Raw, Unusable
from ingest.read import read
from ingest.web import MAX_BYTES, WebPolicy


class Outcome(StrEnum):
    """What became of one input."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One input's outcome: `doc_id` when it is stored, `code` and `message` when it failed."""

    source: str
    status: Outcome
    doc_id: str | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Every input in the order it was met; a folder counts once for each file in it."""

    items: tuple[Item, ...]

    @property
    def failed(self) -> tuple[Item, ...]:
        """The inputs that were not stored."""
        return tuple(item for item in self.items if item.status is Outcome.FAILED)

    def count(self, outcome: Outcome) -> int:
        """How many inputs ended that way."""
        return Counter(item.status for item in self.items)[outcome]


Progress = Callable[[Item], None]


def ingest(
    index: Index,
    inputs: Iterable[str],
    on_progress: Progress | None = None,
    *,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """Read, prepare and store every input, streaming: only two batches of them are held in memory.

    An input that cannot be used (over `max_bytes`, say) is reported with its error's code and the
    rest goes on; a document that is stored already is recognised by its content and analysed no
    further. `on_progress` is told of each input as it ends. Errors of the index itself
    (`IndexFailure`: a full disk, another model) end the run and are raised; what was reported
    before them is stored.
    """
    run = _Run(index, on_progress, max_bytes)
    for change in index.add_all(prepare_all(run.documents(inputs))):
        run.stored(change)
    return run.report()


def ingest_document(index: Index, document: Document) -> Change:
    """Store one document that has been read already (an upload, a pasted text)."""
    if index.contains(document.doc_id):
        return Change(document.doc_id, document.source, ChangeKind.UNCHANGED, 0, 0)
    return index.add(prepare(document))


class _Run:
    """The books of one ingest: a place in the report for every input, filled as outcomes arrive.

    The index embeds in batches across documents, so a document's outcome comes some inputs after
    it was handed over; `_waiting` remembers which place each doc_id is to fill.
    """

    def __init__(self, index: Index, on_progress: Progress | None, max_bytes: int) -> None:
        self._index = index
        self._on_progress = on_progress
        self._max_bytes = max_bytes
        self._places: list[Item | None] = []
        self._waiting: defaultdict[str, deque[int]] = defaultdict(deque)

    def documents(self, inputs: Iterable[str]) -> Iterator[Document]:
        """Yield what is new; everything else is entered in the books here."""
        policy = WebPolicy(max_bytes=self._max_bytes)
        for found in gather(inputs, policy, self._max_bytes):
            place = len(self._places)
            self._places.append(None)
            if isinstance(found, Unusable):
                self._fail(place, found.source, found.error)
                continue
            fresh = self._read(place, found)
            if fresh is not None:
                self._waiting[fresh.doc_id].append(place)
                yield fresh

    def _read(self, place: int, raw: Raw) -> Document | None:
        """Read one input; None when that failed or it is stored already."""
        try:
            document = read(raw, self._max_bytes)
            if self._index.contains(document.doc_id):
                self._end(place, Item(raw.source, Outcome.UNCHANGED, document.doc_id))
                return None
            return document
        except InputError as error:
            self._fail(place, raw.source, error)
            return None

    def stored(self, change: Change) -> None:
        """Enter what the index did with a document."""
        place = self._waiting[change.doc_id].popleft()
        self._end(place, Item(change.source, Outcome(change.kind), change.doc_id))

    def report(self) -> Report:
        """Close the books."""
        return Report(tuple(item for item in self._places if item is not None))

    def _fail(self, place: int, source: str, error: InputError) -> None:
        self._end(place, Item(source, Outcome.FAILED, None, error.code, str(error)))

    def _end(self, place: int, item: Item) -> None:
        self._places[place] = item
        if self._on_progress is not None:
            self._on_progress(item)
