"""What a check of a collection can find wrong, each with its stable code."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """A kind of fault."""

    DATABASE_DAMAGED = "database_damaged"
    DOCUMENT_DAMAGED = "document_damaged"
    STRAY_FILE = "stray_file"
    ROWS_ORPHANED = "rows_orphaned"
    PASSAGES_DIFFER = "passages_differ"
    QUOTATIONS_DIFFER = "quotations_differ"
    NAMES_DIFFER = "names_differ"
    DAYS_DIFFER = "days_differ"
    WORDS_DIFFER = "words_differ"
    STORIES_DIFFER = "stories_differ"
    VECTORS_MISSING = "vectors_missing"
    VECTORS_DAMAGED = "vectors_damaged"
    SNAPSHOT_DAMAGED = "snapshot_damaged"


# What is truth, or not ours: nothing can make it again.
_BEYOND_REPAIR = {Fault.DATABASE_DAMAGED, Fault.DOCUMENT_DAMAGED, Fault.STRAY_FILE}
# Worked out of one document alone, by analysing it.
_ANALYSED = {
    Fault.PASSAGES_DIFFER,
    Fault.QUOTATIONS_DIFFER,
    Fault.NAMES_DIFFER,
    Fault.DAYS_DIFFER,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `doc_id` where it is one document's."""

    fault: Fault
    detail: str
    doc_id: str | None = None

    @property
    def repairable(self) -> bool:
        """Whether it is derived, so that it can be made again."""
        return self.fault not in _BEYOND_REPAIR

    @property
    def analysed(self) -> bool:
        """Whether analysing its document again mends it."""
        return self.fault in _ANALYSED
