"""One place in the results for what several documents of a story say alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from index.overlap import NOTHING, Words, says_nothing_more


@dataclass(frozen=True, slots=True)
class Told:
    """A ranked passage, as far as it may repeat others: its document and that one's story.

    `words` are needed only in a story.
    """

    doc_id: str
    story: int | None
    words: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Slot:
    """A passage that stays, by its place among the ranked ones, and the documents of its story
    whose passages say nothing more than what is shown, best first."""

    place: int
    told: Told
    copies: list[str] = field(default_factory=list)


def collapse(ranked: Iterable[Told]) -> list[Slot]:
    """The passages that stay, in order.

    A passage goes when the passages before it, of other documents of its story, say all it says;
    its document is noted at the one that says most of it. One that says more stays.
    """
    slots: list[Slot] = []
    stories: dict[int, list[Slot]] = {}
    for place, told in enumerate(ranked):
        of_story = [] if told.story is None else stories.setdefault(told.story, [])
        shown = [slot for slot in of_story if slot.told.doc_id != told.doc_id]
        if shown and says_nothing_more(told.words, _said_by(shown)):
            nearest = max(
                shown, key=lambda s: (len(s.told.words.shingles & told.words.shingles), -s.place)
            )
            if told.doc_id not in nearest.copies:
                nearest.copies.append(told.doc_id)
        else:
            slots.append(Slot(place, told))
            of_story.append(slots[-1])
    return slots


def _said_by(slots: Iterable[Slot]) -> Words:
    return reduce(or_, (slot.told.words for slot in slots))
