"""What is stated about a document, by whom, and which statement counts where several are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from ingest.decode import normalise
from ingest.origins import SURENESS, Confidence, Origin, StatedBy

MOMENTS = ("published_at", "modified_at")
NAMES = ("title", "publisher", "byline", "section", "published_at", "modified_at", "url")


@dataclass(frozen=True, slots=True)
class Facts:
    """What some place states about a document; None where it is silent.

    `origins` has an entry for every field that is stated, made by `stated`.
    """

    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    section: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    url: str | None = None
    origins: tuple[Origin, ...] = ()

    def stated(self, source: StatedBy, confidence: Confidence) -> Self:
        """The same facts, all of them from that source.

        >>> Facts(title="A").stated(StatedBy.META, Confidence.HIGH).origins[0].field
        'title'
        """
        present = [name for name in NAMES if getattr(self, name) is not None]
        return replace(self, origins=tuple(Origin(name, source, confidence) for name in present))

    def written(self) -> dict[str, str]:
        """What is stated as texts, moments in ISO 8601; not where it comes from."""
        stated = {name: getattr(self, name) for name in NAMES}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in stated.items()
            if value is not None
        }

    @classmethod
    def read(cls, written: Mapping[str, str]) -> Self:
        """The facts that `written` wrote. Raises ValueError for a moment that is none."""
        moments = {n: datetime.fromisoformat(written[n]) for n in MOMENTS if n in written}
        return cls(**{**written, **moments})  # type: ignore[arg-type] # moments are replaced

    def confidence(self, field: str) -> Confidence | None:
        """How sure a field is; None where it is not stated."""
        return next((one.confidence for one in self.origins if one.field == field), None)

    def beside(self, other: "Facts") -> Self:
        """Both together: of two statements about one field the surer, of two as sure this one's.

        >>> page = Facts(title="A").stated(StatedBy.PAGE_TEXT, Confidence.MEDIUM)
        >>> head = Facts(title="B", byline="C").stated(StatedBy.META, Confidence.HIGH)
        >>> both = page.beside(head)
        >>> both.title, both.byline
        ('B', 'C')
        """
        theirs = tuple(one for one in other.origins if self._yields(one))
        names = {one.field for one in theirs}
        own = tuple(one for one in self.origins if one.field not in names)
        taken = {name: getattr(other, name) for name in names}
        return replace(self, **taken, origins=own + theirs)

    def without(self, field: str) -> Self:
        """The same facts but one."""
        origins = tuple(one for one in self.origins if one.field != field)
        return replace(self, **{field: None}, origins=origins)

    def titled(self, title: str | None) -> Self:
        """The same facts, with a title that the text itself shows where they state none."""
        shown = Facts(title=title).stated(StatedBy.PAGE_TEXT, Confidence.MEDIUM)
        return self.beside(shown)

    def retitled(self, change: Callable[[str], str]) -> Self:
        """The same facts with another form of the title, where there is one."""
        return replace(self, title=change(" ".join(self.title.split()))) if self.title else self

    def legible(self) -> Self:
        """The same facts in plain characters; not those that hold nothing else."""
        texts = {name: getattr(self, name) for name in NAMES if name not in MOMENTS}
        plain = {name: normalise(text).strip() for name, text in texts.items() if text is not None}
        facts = self
        for name in (name for name, text in plain.items() if not text):
            facts = facts.without(name)
        stated: dict[str, Any] = {name: text for name, text in plain.items() if text}
        return replace(facts, **stated)

    def _yields(self, other: Origin) -> bool:
        own = self.confidence(other.field)
        return own is None or SURENESS[own] < SURENESS[other.confidence]


NOTHING = Facts()
