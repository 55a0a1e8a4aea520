"""Who speaks to whom, as a question words it."""

from dataclasses import dataclass, field

from ingest.reporting_verbs import SpeechAct


@dataclass(frozen=True, slots=True)
class Cast:
    """Speaker and addressee as the question words them; `act` is None when the question is not
    about what somebody said, and then the other two are None too. `implied`: it is about what they
    did, which their words may tell."""

    speaker: str | None = None
    addressee: str | None = None
    act: SpeechAct | None = None
    implied: bool = field(default=False, repr=False)
