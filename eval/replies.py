"""What came back for one question, in the data set's own names: all that scoring needs.

A reply is kept as one line of JSON, so that a run can be interrupted, and scored anew, without
asking again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Code points of a document of the data set, half-open."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it was received.

    `places`: where the words stand: in the cited document first, then in the copies it stands for.
    `verbatim`: the quotation is the slice of the stored document that the citation names.
    """

    places: tuple[Place, ...]
    quote: str
    verbatim: bool
    speaker: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was received; `confidence` in [0, 1], `timings` in milliseconds by stage.
    `short` is its shortest form, if it has one shorter than a sentence."""

    refused: bool
    confidence: float | None
    cited: tuple[Cited, ...] = ()
    short: str | None = None
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that came back for one question.

    `ranking`: documents, best first; None where nothing was searched for. `answered`: None where no
    answer was asked for, or an error came instead; its code is `error`. `completed`: the answer to
    the human rewrite of a follow-up, asked without the conversation. `variants`: rankings by parts
    of the search alone. `timings`: milliseconds of the search.
    """

    id: str
    ranking: tuple[str, ...] | None = None
    answered: Answered | None = None
    completed: Answered | None = None
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None
