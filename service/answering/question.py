"""A question as the answer engine takes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from index.query import Filters
from service.answering.answer import Turn


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the turns before it (the oldest first), how many passages the answer is chosen
    from, which documents may answer, and the moment that "yesterday" counts from (None: now)."""

    text: str
    history: Sequence[Turn] = ()
    k: int = 8
    filters: Filters = field(default_factory=Filters)
    as_of: datetime | None = None

    @classmethod
    def of(cls, asked: "str | Self") -> "Self":
        """A text as a question that nothing more is said of.

        >>> Question.of("누구?") == Question("누구?") == Question.of(Question("누구?"))
        True
        """
        return cls(asked) if isinstance(asked, str) else asked
