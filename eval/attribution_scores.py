"""How well quotations are found and attributed, against labels made by people.

A quotation is right only as a whole: its span shares at least 0.8 of both lengths with a label's,
and speaker and addressee are the label's. Every quotation and every label is matched once at most,
the closest spans first, so that nothing counts twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from ingest.document import Quote, Span

# Less of either length in common is another quotation, or half of one.
OVERLAP = 0.8


@dataclass(frozen=True, slots=True)
class QuoteLabel:
    """What a person found: `speakers` are all the spellings that are as full as the article's
    fullest, None among them where leaving it open is right too."""

    span: Span
    speakers: tuple[str | None, ...]
    addressee: str | None
    verb: str | None
    direct: bool


@dataclass(frozen=True, slots=True)
class AttributionCounts:
    """Counts over any number of articles; they add up. Every share is in [0, 1]."""

    given: int = 0
    labelled: int = 0
    found: int = 0  # labels whose span was given
    right: int = 0  # of these, with the right speaker and addressee
    speaker: int = 0  # of `found`, with the right speaker, "nobody" where that is right
    addressee: int = 0
    verb: int = 0
    misattributed: int = 0  # of `found`, with somebody for a speaker who is not the speaker
    unattributed: int = 0  # of `given`, without a speaker

    def __add__(self, other: "AttributionCounts") -> "AttributionCounts":
        sums = (getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        return AttributionCounts(*sums)

    @property
    def precision(self) -> float:
        """Right quotations among all given ones."""
        return _share(self.right, self.given)

    @property
    def recall(self) -> float:
        """Right quotations among all labelled ones."""
        return _share(self.right, self.labelled)

    def shares(self) -> dict[str, float]:
        """Every figure by its name; speaker, addressee and verb of the spans that were found."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "span_precision": _share(self.found, self.given),
            "span_recall": _share(self.found, self.labelled),
            "speaker": _share(self.speaker, self.found),
            "addressee": _share(self.addressee, self.found),
            "verb": _share(self.verb, self.found),
            "misattributed": _share(self.misattributed, self.found),
            "unattributed": _share(self.unattributed, self.given),
        }


def count(quotes: Sequence[Quote], labels: Sequence[QuoteLabel]) -> AttributionCounts:
    """The counts of one article."""
    pairs = match(quotes, labels)
    speaker = [_speaks(quote.speaker, label) for quote, label in pairs]
    addressee = [_plain(quote.addressee) == _plain(label.addressee) for quote, label in pairs]
    wrong = [
        q.speaker is not None and not said for (q, _), said in zip(pairs, speaker, strict=True)
    ]
    return AttributionCounts(
        given=len(quotes),
        labelled=len(labels),
        found=len(pairs),
        right=sum(said and told for said, told in zip(speaker, addressee, strict=True)),
        speaker=sum(speaker),
        addressee=sum(addressee),
        verb=sum(quote.verb == label.verb for quote, label in pairs),
        misattributed=sum(wrong),
        unattributed=sum(quote.speaker is None for quote in quotes),
    )


def match(quotes: Sequence[Quote], labels: Sequence[QuoteLabel]) -> list[tuple[Quote, QuoteLabel]]:
    """Each label with the quotation of the same span, in the labels' order."""
    near = [
        (-shared, at, number)
        for at, label in enumerate(labels)
        for number, quote in enumerate(quotes)
        if (shared := overlap(Span(quote.start, quote.end), label.span)) >= OVERLAP
    ]
    chosen: dict[int, int] = {}
    for _, at, number in sorted(near):
        if at not in chosen and number not in chosen.values():
            chosen[at] = number
    return [(quotes[chosen[at]], labels[at]) for at in sorted(chosen)]


def overlap(one: Span, other: Span) -> float:
    """What two spans share, of the longer one's length.

    >>> overlap(Span(0, 10), Span(2, 10))
    0.8
    """
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / max(one.end - one.start, other.end - other.start)


def _speaks(name: str | None, label: QuoteLabel) -> bool:
    return _plain(name) in {_plain(speaker) for speaker in label.speakers}


def _plain(name: str | None) -> str | None:
    """A name without an English article in front: "the ministry" and "The ministry" are one."""
    first, _, rest = (name or "").partition(" ")
    return rest if rest and first.lower() == "the" else name


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
