"""Who speaks to whom, as a question words it."""

from dataclasses import dataclass

from ingest.reporting_verbs import SpeechAct


@dataclass(frozen=True, slots=True)
class Cast:
    """Speaker and addressee as the question words them; `act` is None when the question is not
    about what somebody said, and then the other two are None too."""

    speaker: str | None = None
    addressee: str | None = None
    act: SpeechAct | None = None
