"""Whether the documents answer at all: a calibrated probability, and what is done with it."""

from collections.abc import Sequence

from index.query import Ranking
from service.answering.answer import Status
from service.answering.followup import Understood
from service.answering.select import Candidate

GROUNDED, PARTIAL = 0.5, 0.3


def confidence(ranking: Ranking, found: Sequence[Candidate], understood: Understood) -> float:
    """The probability, in [0, 1], that the documents answer the question."""
    return 1.0 if found else 0.0


def status_of(sure: float) -> Status:
    """Grounded, partial, or not in the documents."""
    if sure >= GROUNDED:
        return Status.GROUNDED
    return Status.PARTIAL if sure >= PARTIAL else Status.NOT_IN_DOCUMENTS
