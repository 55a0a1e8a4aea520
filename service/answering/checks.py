"""What became of a language model's part in an answer: what was dropped, what failed, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What the model was asked for: a follow-up in full, or the answer."""

    QUESTION = "question"
    ANSWER = "answer"


class Reason(StrEnum):
    """Why something was not used; stable, docs/llm.md says what each means."""

    # A sentence was dropped.
    MARKUP = "markup"
    NO_MARKER = "no_marker"
    UNKNOWN_MARKER = "unknown_marker"
    QUOTATION_NOT_FOUND = "quotation_not_found"
    WRONG_LANGUAGE = "wrong_language"
    UNSUPPORTED_NUMBER = "unsupported_number"
    UNSUPPORTED_NAME = "unsupported_name"
    NEGATION_DIFFERS = "negation_differs"
    UNSUPPORTED = "unsupported"
    INCOMPLETE = "incomplete"
    TOO_LONG = "too_long"
    # A question was not completed.
    IMPLAUSIBLE = "implausible"
    # Nothing came that could be used.
    EMPTY_REPLY = "empty_reply"
    DECLINED = "declined"
    NOTHING_VERIFIED = "nothing_verified"
    # The model could not be had.
    UNREACHABLE = "llm_unreachable"
    TIMEOUT = "llm_timeout"
    REFUSED = "llm_refused"
    FAILED = "llm_failed"
    MALFORMED = "llm_malformed"
    CUT_OFF = "llm_cut_off"
    PAUSED = "llm_paused"
    BUSY = "llm_busy"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was not used: at which stage, why, and its text where it has one."""

    stage: Stage
    code: Reason
    text: str = ""
