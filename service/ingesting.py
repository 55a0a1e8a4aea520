"""From paths and URLs to stored documents, one at a time, with a report that leaves nothing out."""

import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from index.corpus import Index
from index.records import Change, Original
from ingest.document import Document
from ingest.edition import edition
from ingest.errors import InputError
from ingest.fetch import gather
from ingest.going_on import LeftOff
from ingest.pipeline import prepare, prepare_all
from ingest.raw import Raw, Unusable
from ingest.read import read
from ingest.web import MAX_BYTES, WebPolicy
from service.outcomes import Item, Outcome, Report

# Files remembered as read in one transaction. One that a crash takes away costs reading the files
# once more, so these need not be on the disk as soon as the documents themselves.
_REMEMBER_AT_ONCE = 64


class Watcher:
    """Follows a run: told what is being read and how each input ended, asked whether to go on.

    This one is told in vain and never stops a run; others override what they care for.
    """

    def reading(self, source: str) -> None:
        """An input is being read now."""

    def ended(self, item: Item) -> None:
        """An input has its outcome; what was stored is on the disk."""

    def stopping(self) -> bool:
        """Whether to take no further input; those that were taken are stored and reported, except
        for a long document, which is left in the middle."""
        return False


def ingest(
    index: Index,
    inputs: Iterable[str],
    watcher: Watcher | None = None,
    *,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """Read, prepare and store every input, streaming: only two batches of them are held in memory.

    An input that cannot be used (over `max_bytes`, say) is reported with its error's code and the
    rest goes on. A file whose bytes were read before is not read again, and a document that is
    stored already is analysed no further. Errors of the index itself (`IndexFailure`: a full disk,
    another model) end the run and are raised; what was reported before them is stored.
    """
    found = gather(inputs, WebPolicy(max_bytes=max_bytes), max_bytes)
    return ingest_found(index, found, watcher, max_bytes=max_bytes)


def ingest_found(
    index: Index,
    found: Iterable[Raw | Unusable | Document],
    watcher: Watcher | None = None,
    *,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """`ingest` for inputs whose bytes are at hand, or that have been read already."""
    run = _Run(index, watcher or Watcher(), max_bytes)
    stopping = run.watcher.stopping
    prepared = prepare_all(run.documents(found), given_up=stopping)
    try:
        for change in index.add_all(prepared, stopping):
            run.stored(change)
    except LeftOff:
        run.stopped = True
    return run.report()


def ingest_document(index: Index, document: Document) -> Change:
    """Store one document that has been read already (an upload, a pasted text); it can be found
    when this returns."""
    change = index.settled(document)
    if change is None:
        return index.add(prepare(document))
    index.publish()  # it may be there because an earlier try got no further than that
    return change


def original_of(raw: Raw) -> Original:
    """What an input is remembered by: all that the document depends on."""
    said = json.dumps([raw.url, raw.title, raw.published_at and raw.published_at.isoformat()])
    digest = hashlib.sha256(said.encode() + raw.content).hexdigest()
    return Original(raw.source, digest, edition())


class _Run:
    """The books of one ingest: a place in the report for every input, filled as outcomes arrive.

    The index embeds in batches across documents, so a document's outcome comes some inputs after
    it was handed over; `_waiting` remembers which places each doc_id is to fill, and what it was
    read from.
    """

    def __init__(self, index: Index, watcher: Watcher, max_bytes: int) -> None:
        self._index = index
        self.watcher = watcher
        self._max_bytes = max_bytes
        self._places: list[Item | None] = []
        self._waiting: defaultdict[str, deque[tuple[int, Original | None]]] = defaultdict(deque)
        self._read_now: dict[Original, str] = {}
        self.stopped = False

    def documents(self, found: Iterable[Raw | Unusable | Document]) -> Iterator[Document]:
        """Yield what is new; everything else is entered in the books here."""
        for one in found:
            if self.watcher.stopping():
                self.stopped = True
                return
            self.watcher.reading(one.source)
            place = len(self._places)
            self._places.append(None)
            if isinstance(one, Unusable):
                self._fail(place, one.source, one.error)
                continue
            original = original_of(one) if isinstance(one, Raw) else None
            fresh = self._fresh(place, one, original)
            if fresh is not None:
                self._waiting[fresh.doc_id].append((place, original))
                yield fresh

    def _fresh(self, place: int, one: Raw | Document, original: Original | None) -> Document | None:
        """The document of one input; None when reading failed or it is stored already."""
        known = self._index.recall(original) if original else None
        if known is not None:
            self._end(place, Item(one.source, Outcome.UNCHANGED, known))
            return None
        try:
            document = one if isinstance(one, Document) else read(one, self._max_bytes)
        except InputError as error:
            self._fail(place, one.source, error)
            return None
        settled = self._index.settled(document)
        if settled is not None:
            self._remember(original, settled.kept_as or settled.doc_id)
            self._end(place, _item(settled))
            return None
        return document

    def stored(self, change: Change) -> None:
        """Enter what the index did with a document."""
        place, original = self._waiting[change.doc_id].popleft()
        self._remember(original, change.kept_as or change.doc_id)
        self._end(place, _item(change))

    def report(self) -> Report:
        """Close the books."""
        self._index.remember(self._read_now)
        return Report(tuple(item for item in self._places if item is not None), self.stopped)

    def _remember(self, original: Original | None, doc_id: str) -> None:
        if original is None:
            return
        self._read_now[original] = doc_id
        if len(self._read_now) >= _REMEMBER_AT_ONCE:
            self._index.remember(self._read_now)
            self._read_now = {}

    def _fail(self, place: int, source: str, error: InputError) -> None:
        self._end(place, Item(source, Outcome.FAILED, None, error.code, str(error)))

    def _end(self, place: int, item: Item) -> None:
        self._places[place] = item
        self.watcher.ended(item)


def _item(change: Change) -> Item:
    return Item(change.source, Outcome(change.kind), change.kept_as or change.doc_id)
